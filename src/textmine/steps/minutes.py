"""Minutes from concept to established: what changed, what was remarked, and what is still to be done."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from pydantic import Field

from textmine.analysis.alignment import Pair, align
from textmine.corpus import Corpus
from textmine.errors import ConservationError
from textmine.settings import Settings
from textmine.tables import (
    ADDED,
    PARTLY,
    REFUSED,
    REMOVED,
    REWORDED,
    SAME,
    TAKEN,
    Comments,
    Documents,
    Evidence,
    MinutesChanges,
    MinutesSessions,
    OpenWork,
    Statements,
    frame,
)

FIGURE = "minutes"
"""What ``tables.Evidence`` calls the statements that changed; the key is the session and the change."""

AREA = "verslagen"

CONCEPT = "concept"

_PERSON = re.compile(
    r"@|\b(?:dhr|mevr|drs|de heer|mevrouw|meneer)\b|\b(?!V\.)[A-Z]\. ?(?:[A-Z][a-z]|(?:van|de|den|der|ter)\b)"
)


class MinutesSettings(Settings):
    """When a statement is a changed version of another one."""

    alike: float = Field(
        default=0.5,
        gt=0,
        le=1,
        description="welk deel van de woorden van twee uitspraken gelijk moet zijn om de ene een gewijzigde "
        "versie van de andere te noemen; zeldzame woorden tellen zwaarder",
    )


@dataclass(frozen=True, slots=True)
class Minuted:
    """What changed in the minutes, an account per session, the statements behind it, and open work."""

    changes: pd.DataFrame
    sessions: pd.DataFrame
    evidence: pd.DataFrame
    open: pd.DataFrame


def minutes(
    documents: pd.DataFrame,
    statements: pd.DataFrame,
    comments: pd.DataFrame,
    corpus: Corpus,
    settings: MinutesSettings,
) -> Minuted:
    """Compare concept and established minutes of every session, and check the remarks made on them.

    Several files of one version are read as one, in order of their path. Documents that belong to no session
    are a session by themselves. Corpora of responses have no minutes.

    Raises
    ------
    ConservationError
        When a statement of a compared session is not in exactly one row.
    """
    if corpus.kind != "minutes":
        return _tables([], [], [])
    sessions = _sessions(documents, statements, corpus)
    for session in sessions:
        session.compare(settings.alike)
    remarks: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in comments.astype(object).where(comments.notna(), None).to_dict("records"):
        remarks[row[Comments.session]].append({str(name): value for name, value in row.items()})
    known = {session.id for session in sessions}
    work = [row for session in sessions for row in _open(session, remarks[session.id])]
    work += [_unknown(row) for name in sorted(set(remarks) - known) for row in remarks[name]]
    return _tables(sessions, [_account(remarks[session.id]) for session in sessions], work)


@dataclass(slots=True)
class _Version:
    """The documents and the statements (id and text) of one version, in order of reading."""

    documents: list[str]
    ids: list[str]
    texts: list[str]


_Row = tuple[str, str | None, str | None, float]
"""Change, concept statement, established statement, similarity."""


class _Session:
    def __init__(self, name: str, title: str, concept: _Version, established: _Version) -> None:
        self.id, self.name = name, title
        self.concept, self.established = concept, established
        self.rows: list[_Row] = []

    @property
    def compared(self) -> bool:
        return bool(self.concept.documents and self.established.documents)

    def compare(self, alike: float) -> None:
        """Find what became of every statement; what was removed stands after what it followed."""
        if not self.compared:
            return
        old, new = self.concept, self.established
        pairs = {pair.old: pair for pair in align(old.texts, new.texts, alike)}
        reached = {pair.new for pair in pairs.values()}
        place = -1
        rows: list[tuple[tuple[int, int, int], _Row]] = []
        for number, name in enumerate(old.ids):
            pair = pairs.get(number)
            if pair is None:
                rows.append(((place, 1, number), (REMOVED, name, None, 0.0)))
            else:
                place = pair.new
                rows.append(((place, 0, number), self._kept(pair)))
        rows += [
            ((number, 0, 0), (ADDED, None, name, 0.0))
            for number, name in enumerate(new.ids)
            if number not in reached
        ]
        self.rows = [row for _, row in sorted(rows)]
        if Counter(r[1] for r in self.rows if r[1]) != Counter(old.ids) or Counter(
            r[2] for r in self.rows if r[2]
        ) != Counter(new.ids):
            raise ConservationError(f"sessie {self.id}: niet elke uitspraak is precies één keer vergeleken")

    def _kept(self, pair: Pair) -> _Row:
        old, new = self.concept.texts[pair.old], self.established.texts[pair.new]
        change = SAME if old.split() == new.split() else REWORDED
        return (change, self.concept.ids[pair.old], self.established.ids[pair.new], pair.similarity)

    def count(self, change: str) -> int | None:
        return sum(row[0] == change for row in self.rows) if self.compared else None


def _sessions(documents: pd.DataFrame, statements: pd.DataFrame, corpus: Corpus) -> list[_Session]:
    """Return the sessions of the corpus in its order, then those that only documents name."""
    columns = [Documents.id, Documents.path, Documents.session, Documents.submission, Documents.status]
    about = documents[columns].astype(object)
    about[Documents.session] = about[Documents.session].fillna(about[Documents.submission])
    about = about.sort_values([Documents.path, Documents.id])
    said: dict[str, list[tuple[int, str, str]]] = defaultdict(list)
    names = (Statements.document_id, Statements.start, Statements.id, Statements.text)
    for document, start, name, text in zip(*(statements[column] for column in names), strict=True):
        said[document].append((start, name, text))
    titles = {session.id: session.name for session in corpus.sessions}
    paths = dict(zip(about[Documents.session], about[Documents.path], strict=True))
    order = [*titles, *sorted(set(paths) - set(titles))]
    groups = dict(iter(about.groupby(Documents.session)))

    def version(session: str, *, concept: bool) -> _Version:
        part = groups.get(session, about.iloc[:0])
        held = part.loc[(part[Documents.status] == CONCEPT) == concept, Documents.id].tolist()
        rows = [row for document in held for row in sorted(said[document])]
        return _Version(held, [name for _, name, _ in rows], [text for _, _, text in rows])

    return [
        _Session(
            name,
            titles.get(name) or paths[name],
            version(name, concept=True),
            version(name, concept=False),
        )
        for name in order
    ]


def _account(remarks: Sequence[Mapping[str, Any]]) -> tuple[int, ...]:
    counts = Counter(row[Comments.disposition] for row in remarks)
    return tuple(counts[name] for name in (TAKEN, PARTLY, REFUSED, None))


_Work = tuple[str, str, bool]
"""Key, message, and whether it stops publication."""


def _open(session: _Session, remarks: Sequence[Mapping[str, Any]]) -> list[_Work]:
    work: list[_Work] = []
    if session.concept.documents and not session.established.documents:
        message = (
            f"van '{session.name}' is er alleen een concept, en dat telt niet mee; zet het vastgestelde "
            "verslag in de map raw en noem het in corpus.yaml onder 'files', of, als dit verslag is "
            "vastgesteld, zet het daar in plaats van onder 'concept_files', met 'status: established'"
        )
        work.append((session.id, message, True))
    unchanged = session.compared and session.count(SAME) == len(session.rows)
    for row in remarks:
        place = f"comments.csv, rij {row[Comments.row]}"
        chosen = row[Comments.disposition]
        if chosen is None:
            message = f"{place}: deze opmerking is nog niet afgehandeld; kies overgenomen, deels of niet"
            work.append((session.id, message, True))
        elif chosen in {TAKEN, PARTLY} and unchanged:
            message = (
                f"{place}: de afhandeling is '{chosen}', maar het vastgestelde verslag is gelijk aan het "
                "concept; verbeter het verslag of de afhandeling"
            )
            work.append((session.id, message, False))
        if chosen in {PARTLY, REFUSED} and row[Comments.reason] is None:
            message = f"{place}: de afhandeling is '{chosen}', maar de reden ontbreekt; vul 'reason' in"
            work.append((session.id, message, False))
        if row[Comments.by] is not None and names_a_person(row[Comments.by]):
            message = (
                f"{place}: kolom 'by' lijkt een persoon te noemen; noem de rol of de organisatie, want namen "
                "van personen horen hier niet"
            )
            work.append((session.id, message, False))
    return work


def _unknown(row: Mapping[str, Any]) -> _Work:
    message = (
        f"comments.csv, rij {row[Comments.row]}: sessie '{row[Comments.session]}' bestaat niet; neem de "
        "'id' van een sessie over uit corpus.yaml"
    )
    return (row[Comments.session], message, True)


def names_a_person(text: str) -> bool:
    """Tell whether a text seems to name a person: a form of address, initials, or an address of e-mail."""
    return bool(_PERSON.search(text))


def _tables(
    sessions: Sequence[_Session], accounts: Sequence[tuple[int, ...]], work: Sequence[_Work]
) -> Minuted:
    rows = [(session.id, *row) for session in sessions for row in session.rows]
    changes = (
        MinutesChanges.session,
        MinutesChanges.change,
        MinutesChanges.concept,
        MinutesChanges.established,
        MinutesChanges.similarity,
    )
    account = {
        MinutesSessions.session: [session.id for session in sessions],
        MinutesSessions.name: [session.name for session in sessions],
        MinutesSessions.concepts: [len(session.concept.documents) for session in sessions],
        MinutesSessions.established: [len(session.established.documents) for session in sessions],
        MinutesSessions.same: [session.count(SAME) for session in sessions],
        MinutesSessions.changed: [session.count(REWORDED) for session in sessions],
        MinutesSessions.added: [session.count(ADDED) for session in sessions],
        MinutesSessions.removed: [session.count(REMOVED) for session in sessions],
    }
    remarked = (
        MinutesSessions.taken,
        MinutesSessions.partly,
        MinutesSessions.refused,
        MinutesSessions.undecided,
    )
    proof = sorted((f"{row[0]}|{row[1]}", row[3] or row[2]) for row in rows)
    return Minuted(
        changes=frame(MinutesChanges, {name: [row[n] for row in rows] for n, name in enumerate(changes)}),
        sessions=frame(
            MinutesSessions,
            account | {name: [row[n] for row in accounts] for n, name in enumerate(remarked)},
        ),
        evidence=frame(
            Evidence,
            {
                Evidence.figure: [FIGURE] * len(proof),
                Evidence.key: [key for key, _ in proof],
                Evidence.statement_id: [name for _, name in proof],
            },
        ),
        open=frame(
            OpenWork,
            {
                OpenWork.area: [AREA] * len(work),
                OpenWork.key: [row[0] for row in work],
                OpenWork.message: [row[1] for row in work],
                OpenWork.blocks: [row[2] for row in work],
            },
        ),
    )
