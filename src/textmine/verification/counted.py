"""The statements that count, with what is known of each, found again from the tables."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
import pyarrow as pa

from textmine.codebook import Codebook
from textmine.corpus import Corpus
from textmine.tables import Assignments, Documents, Groups, Memberships, Statements, Topics

Ids = Mapping[str, set[str]]
"""The statements behind each figure of a table, by the key of ``tables.Evidence``."""


@dataclass(frozen=True, slots=True)
class About:
    """What counting needs to know of one statement that counts."""

    text: str
    session: str
    region: str | None
    tier: str | None
    respondent: str | None
    on_behalf_of: int
    topic: str | None


class Counted:
    """The statements that count, with their codes; ``given`` are the tables by the name of their artefact."""

    def __init__(self, given: Mapping[str, Any]) -> None:
        self.codebook: Codebook = given["codebook"]
        self.corpus: Corpus = given["corpus"]
        self._tables: dict[str, pd.DataFrame] = {
            name: table for name, table in given.items() if isinstance(table, pd.DataFrame)
        }
        self.codes = self._codes()
        self.about = self._about()
        self.parents = {row[Topics.id]: row[Topics.parent] for row in self.rows("topics")}

    def rows(self, name: str) -> list[dict[str, Any]]:
        """Return a table as rows."""
        found: list[dict[str, Any]] = pa.Table.from_pandas(
            self._tables[name], preserve_index=False
        ).to_pylist()
        return found

    def is_main(self, dimension: str, code: str) -> bool:
        """Tell whether a code is no sub-code."""
        return self.codebook.by_id[dimension].by_code[code].parent is None

    def _codes(self) -> dict[str, set[tuple[str, str]]]:
        table = self._tables["assignments"]
        table = table[table[Assignments.assigned]]
        names = [Assignments.statement_id, Assignments.dimension, Assignments.code]
        found: dict[str, set[tuple[str, str]]] = defaultdict(set)
        for statement, dimension, code in table[names].itertuples(index=False, name=None):
            found[statement] |= {(dimension, code), (dimension, self.codebook.by_id[dimension].top(code))}
        return found

    def _about(self) -> dict[str, About]:
        documents = {row[Documents.id]: row for row in self.rows("documents")}
        texts = {row[Groups.statement_id]: row[Groups.group] for row in self.rows("groups")}
        topics = {row[Memberships.statement_id]: row[Memberships.topic] for row in self.rows("memberships")}
        owners = self._tables["statements"][[Statements.id, Statements.document_id]]
        found = {}
        for name, document in owners.itertuples(index=False, name=None):
            of = documents[document]
            if name not in self.codes or of[Documents.status] == "concept":
                continue
            person = of[Documents.respondent] or of[Documents.submission]
            speaker = person if self.corpus.kind == "responses" else None
            found[name] = About(
                text=texts[name],
                session=of[Documents.session] or of[Documents.submission],
                region=of[Documents.region],
                tier=of[Documents.tier],
                respondent=of[Documents.organisation] or speaker,
                on_behalf_of=of[Documents.on_behalf_of],
                topic=topics.get(name),
            )
        return found

    def count(self, ids: Collection[str]) -> dict[str, int | None]:
        """Count statements, distinct texts, sessions, and who is represented (missing when unknown)."""
        rows = [self.about[name] for name in ids]
        behalf: dict[str, int] = {}
        for row in rows:
            if row.respondent is not None:
                behalf[row.respondent] = max(behalf.get(row.respondent, 0), row.on_behalf_of)
        return {
            "statements": len(rows),
            "texts": len({row.text for row in rows}),
            "sessions": len({row.session for row in rows}),
            "represented": sum(behalf.values()) if behalf else None,
        }
