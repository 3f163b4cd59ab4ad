"""From a passage back to its place in a file, and to the session or submission it belongs to."""

import itertools
from bisect import bisect_left, bisect_right

import numpy as np
import pandas as pd

from textmine.corpus import Corpus
from textmine.errors import ConservationError
from textmine.report.rows import Row, records, values
from textmine.tables import Documents, Spans
from textmine.text.places import describe_place

_PLACE = [Spans.page, Spans.paragraph, Spans.row]


class Sources:
    """Finds what a statement's document says about it; nothing is copied per statement."""

    def __init__(self, documents: pd.DataFrame, spans: pd.DataFrame, corpus: Corpus) -> None:
        self._texts = documents[Documents.text]
        self._about = records(documents.drop(columns=Documents.text))
        self._number = {row[Documents.id]: number for number, row in enumerate(self._about)}
        ordered = spans.sort_values([Spans.document_id, Spans.start], ignore_index=True)
        self._places = {name: values(ordered, name) for name in _PLACE}
        self._starts = values(ordered, Spans.start)
        self._ends = values(ordered, Spans.end)
        owners = ordered[Spans.document_id].to_numpy(dtype=object)
        first = np.flatnonzero(owners[1:] != owners[:-1]) + 1 if len(owners) else np.empty(0, dtype=int)
        edges = [0, *first.tolist(), len(owners)] if len(owners) else []
        self._range = {owners[lo]: (lo, hi) for lo, hi in itertools.pairwise(edges)}
        self._minutes = corpus.kind == "minutes"
        self._sessions = {s.id: s.name for s in corpus.sessions}

    def document(self, document_id: str) -> Row:
        """Return the document without its text."""
        return self._about[self._number[document_id]]

    def passage(self, document_id: str, start: int, end: int) -> str:
        """Return ``documents.text[start:end]``."""
        return str(self._texts.iloc[self._number[document_id]])[start:end]

    def place(self, document_id: str, start: int, end: int) -> str:
        """Return in words where a passage stands in its file."""
        low, high = self._range.get(document_id, (0, 0))
        first = bisect_right(self._ends, start, low, high)
        last = bisect_left(self._starts, end, low, high)
        touched = [{name: of[n] for name, of in self._places.items()} for n in range(first, last)]
        return describe_place(self.document(document_id), touched)

    def session(self, document_id: str) -> str | None:
        """Return the name of the session, if the document belongs to one."""
        session = self.document(document_id)[Documents.session]
        return None if session is None else self._sessions.get(session, str(session))

    def origin(self, document_id: str) -> str:
        """Return the name of the session, or how the submission came in and from which kind of sender.

        Empty where that adds nothing to the place: minutes without a session, or a session that is called
        after its file.
        """
        row = self.document(document_id)
        name = self.session(document_id)
        if name is not None:
            file = str(row[Documents.path]).rpartition("/")[2]
            return "" if name in {file, file.rpartition(".")[0]} else name
        if self._minutes:
            return ""
        via = f" via {row[Documents.channel]}" if row[Documents.channel] is not None else ""
        of = f" van {row[Documents.respondent_type]}" if row[Documents.respondent_type] is not None else ""
        return f"Inzending{via}{of}"


def exactly(quoted: str, passage: str, statement_id: str) -> str:
    """Return ``quoted`` when the document says exactly that.

    Raises
    ------
    ConservationError
        When the words of a statement are not the words of its document.
    """
    if quoted != passage:
        raise ConservationError(
            f"uitspraak {statement_id}: de tekst is niet wat het document op die plaats zegt"
        )
    return quoted
