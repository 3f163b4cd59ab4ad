"""Small tables, one line per statement, for tests of the figures and of the publication."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

import pandas as pd

from textmine import tables
from textmine.codebook import Codebook
from textmine.corpus import Corpus
from textmine.encoders.embeddings import Embeddings
from textmine.models.classifier import Classifier
from textmine.steps.analyse import Analysed, AnalyseSettings, analyse
from textmine.steps.compare import CompareResult, CompareSettings, compare
from textmine.steps.embed import EmbedSettings, embed
from textmine.steps.points import Pointed
from textmine.steps.train import TrainSettings, train

CODEBOOK = Codebook.model_validate(
    {
        "name": "proef",
        "title": "Codeboek <proef> & meer",
        "crosses": [["onderdeel", "soort"], ["onderdeel", "plek"]],
        "tier_comparison": "onderdeel",
        "dimensions": [
            {
                "id": "onderdeel",
                "name": "Onderdeel",
                "multiple": True,
                "outside": "elders",
                "codes": [
                    {"code": "water", "name": "Water & <bodem>", "definition": "Over water."},
                    {"code": "lucht", "name": "Lucht", "definition": "Over lucht.", "include": ["Stank."]},
                    {"code": "elders", "name": "Ergens anders", "definition": "Al het andere."},
                ],
            },
            {
                "id": "soort",
                "name": "Soort",
                "multiple": False,
                "outside": "overig",
                "codes": [
                    {"code": "klacht", "name": "Klacht", "definition": "Er gaat iets mis."},
                    {"code": "overig", "name": "Overig", "definition": "Iets anders."},
                    {"code": "lof", "name": "Lof", "definition": "Waardering.", "parent": "overig"},
                ],
            },
            {
                "id": "plek",
                "name": "Plek",
                "multiple": True,
                "outside": "elders",
                "codes": [
                    {"code": "water", "name": "Op het water", "definition": "Niet aan land."},
                    {"code": "elders", "name": "Aan land", "definition": "Niet op het water."},
                ],
            },
        ],
        "examples": [
            {
                "text": "Het stinkt bij de haven.",
                "onderdeel": ["lucht"],
                "soort": "klacht",
                "plek": ["water"],
            },
            {"text": "De sloot is vies.", "onderdeel": ["water"], "soort": "klacht", "plek": ["water"]},
            {
                "text": "Mooi dat de lucht schoon is.",
                "onderdeel": ["lucht"],
                "soort": "lof",
                "plek": ["elders"],
            },
            {
                "text": "Om tien uur is er koffie.",
                "onderdeel": ["elders"],
                "soort": "overig",
                "plek": ["elders"],
            },
        ],
    }
)
"""Two dimensions share the name of a code, one code has a sub-code, and names hold mark-up."""

PLAIN = CODEBOOK.model_copy(update={"crosses": (), "tier_comparison": None})
"""The same codes, but no crosses and no comparison of tiers are asked for."""

REGIONS = [{"id": "noord", "name": "Noord"}, {"id": "zuid", "name": "Zuid"}]
TIERS = [{"id": "gemeenten", "name": "Gemeenten"}, {"id": "provincies", "name": "Provincies"}]

MINUTES = Corpus.model_validate(
    {
        "name": "Proef <sessies>",
        "kind": "minutes",
        "regions": REGIONS,
        "tiers": TIERS,
        "sessions": [
            {"id": "g1", "name": "Eerste", "region": "noord", "tier": "gemeenten", "files": ["g1*"]},
            {"id": "g2", "name": "Tweede", "region": "zuid", "tier": "gemeenten", "files": ["g2*"]},
            {"id": "p1", "name": "Derde", "region": "noord", "tier": "provincies", "files": ["p1*"]},
            {"id": "p2", "name": "Vierde", "region": "zuid", "tier": "provincies", "files": ["p2*"]},
        ],
    }
)
COMPARED = ("documents", "statements", "groups", "topics", "memberships", "assignments")
"""Tables that ``compare`` reads beside points."""

RESPONSES = Corpus.model_validate({"name": "Proef reacties", "kind": "responses", "regions": REGIONS})


@dataclass(frozen=True)
class Said:
    """One statement; ``codes`` in the form ``onderdeel:water soort:klacht``, none when set aside."""

    text: str
    codes: str
    topic: str | None = None
    probability: float = 0.9
    by_person: bool = False


@dataclass(frozen=True)
class Text:
    """One document with its statements, one per line; ``session`` gives region and tier in minutes."""

    id: str
    said: Sequence[Said]
    session: str | None = None
    status: str = "established"
    submission: str | None = None
    channel: str | None = None
    region: str | None = None
    organisation: str | None = None
    respondent: str | None = None
    on_behalf_of: int = 1


@dataclass(frozen=True)
class Small:
    """The tables that ``analyse`` reads, built from ``texts``; ``names`` maps a topic to its broad topic."""

    texts: Sequence[Text]
    corpus: Corpus = MINUTES
    codebook: Codebook = CODEBOOK
    broad: dict[str, str] = field(default_factory=dict)

    def documents(self) -> pd.DataFrame:
        """Texts with their circumstances."""
        sessions = {s.id: s for s in self.corpus.sessions}
        rows = []
        for text in sorted(self.texts, key=lambda t: t.id):
            session = sessions.get(text.session or "")
            rows.append(
                {
                    **dict.fromkeys(tables.Documents.to_schema().columns),
                    "id": text.id,
                    "submission": text.submission or text.id,
                    "corpus": "proef",
                    "path": f"{text.id}.txt",
                    "sha256": hashlib.sha256(text.id.encode()).hexdigest(),
                    "channel": text.channel,
                    "session": text.session,
                    "region": session.region if session else text.region,
                    "tier": session.tier if session else None,
                    "organisation": text.organisation,
                    "respondent": text.respondent,
                    "on_behalf_of": text.on_behalf_of,
                    "status": text.status,
                    "text": "\n".join(said.text for said in text.said),
                }
            )
        return _frame(tables.Documents, rows)

    def _placed(self) -> list[tuple[str, Text, Said, int, int]]:
        placed = []
        for text in self.texts:
            start = 0
            for said in text.said:
                end = start + len(said.text)
                placed.append((f"{text.id}:{start}-{end}", text, said, start, end))
                start = end + 1
        return sorted(placed, key=lambda p: (p[1].id, p[3]))

    def ids(self) -> list[str]:
        """The ids of all statements, in order."""
        return [placed[0] for placed in self._placed()]

    def spans(self) -> pd.DataFrame:
        """One span per statement: paragraph n of the file."""
        rows = []
        for number, (_, text, _, start, end) in enumerate(self._placed(), 1):
            same = {"start": start, "end": end + 1, "raw_start": start, "raw_end": end + 1}
            where = {"page": None, "paragraph": number, "row": None, "column": None}
            rows.append(
                {"document_id": text.id, **same, "block": number, "kind": "paragraph", "level": 0, **where}
            )
        return _frame(tables.Spans, rows)

    def statements(self) -> pd.DataFrame:
        """One statement per line."""
        rows = [
            {
                "id": name,
                "document_id": text.id,
                "start": start,
                "end": end,
                "outer_start": start,
                "text": said.text,
                "context_before": "",
                "context_after": "",
                "structure": "bullet",
                "heading": None,
                "speaker": None,
                "sentences": [0],
            }
            for name, text, said, start, end in self._placed()
        ]
        return _frame(tables.Statements, rows)

    def groups(self) -> pd.DataFrame:
        """Texts are the same when they are equal without capitals."""
        members: dict[str, list[str]] = {}
        for name, _, said, _, _ in self._placed():
            members.setdefault(said.text.casefold(), []).append(name)
        rows = [
            {"statement_id": name, "group": text, "representative": name == min(names), "size": len(names)}
            for text, names in members.items()
            for name in names
        ]
        return _frame(tables.Groups, sorted(rows, key=lambda row: str(row["statement_id"])))

    def topics(self) -> pd.DataFrame:
        """Every topic that a statement has, under its broad topic."""
        held: dict[str, list[str]] = {}
        for name, _, said, _, _ in self._placed():
            if said.topic is not None:
                held.setdefault(said.topic, []).append(name)
        rows = []
        for level, names in ((1, sorted(set(self.broad.values()))), (2, sorted(held))):
            for topic in names:
                fine = [t for t in held if topic in {t, self.broad.get(t)}]
                members = sorted(name for t in fine for name in held[t])
                counts = {"size": len(members), "groups": len(members)}
                described = {"name": f"Over {topic}", "words": f"{topic}|en|meer"}
                parent = self.broad.get(topic) if level == 2 else None
                stand = "|".join(members[:2])
                rows.append(
                    {
                        "id": topic,
                        "level": level,
                        "parent": parent,
                        **described,
                        "representatives": stand,
                        **counts,
                    }
                )
        return _frame(tables.Topics, rows)

    def memberships(self) -> pd.DataFrame:
        """The topic of each statement."""
        rows = [
            {"statement_id": name, "topic": said.topic, "similarity": 0.5}
            for name, _, said, _, _ in self._placed()
        ]
        return _frame(tables.Memberships, sorted(rows, key=lambda row: str(row["statement_id"])))

    def assignments(self) -> pd.DataFrame:
        """A row per statement and code; a statement without codes was set aside by a person."""
        rows = []
        for name, _, said, _, _ in self._placed():
            given = {tuple(pair.split(":")) for pair in said.codes.split()}
            for dimension in self.codebook.dimensions:
                for code in dimension.codes:
                    yes = (dimension.id, code.code) in given
                    person = said.by_person or not given
                    rows.append(
                        {
                            "statement_id": name,
                            "dimension": dimension.id,
                            "code": code.code,
                            "probability": float(yes) if person else said.probability if yes else 0.1,
                            "assigned": yes,
                            "source": "person" if person else "model",
                            "reason": "Zomaar." if yes else None,
                        }
                    )
        return _frame(tables.Assignments, rows)

    def files(self) -> pd.DataFrame:
        """One file per text, all kept."""
        rows = [
            {
                "path": f"{t.id}.txt",
                "sha256": "0" * 64,
                "bytes": 1,
                "status": "kept",
                "items": 1,
                "kept": 1,
                "rejected": 0,
            }
            for t in sorted(self.texts, key=lambda t: t.id)
        ]
        return _frame(tables.Files, rows)

    def given(self) -> dict[str, pd.DataFrame]:
        """All tables that ``analyse`` reads, by parameter."""
        remarks = {
            name: tables.empty(tables.Remarks)
            for name in ("ingest_rejected", "repair_rejected", "segment_rejected")
        }
        made = {
            name: getattr(self, name)()
            for name in ("files", "documents", "statements", "groups", "topics", "memberships", "assignments")
        }
        return {**made, **remarks}

    def analysed(self) -> Analysed:
        """Run the step."""
        given = {"corpus": self.corpus, "codebook": self.codebook, "settings": AnalyseSettings()}
        return analyse(**self.given(), **given)

    def compared(self, made: Pointed | None = None, **asked: object) -> CompareResult:
        """Run the step on these points, or without any."""
        return compare(
            points=tables.empty(tables.Points) if made is None else made.points,
            point_members=tables.empty(tables.PointMembers) if made is None else made.members,
            **{name: getattr(self, name)() for name in COMPARED},
            corpus=self.corpus,
            codebook=self.codebook,
            settings=CompareSettings.model_validate(asked),
        )


def _frame(table: type[tables.Table], rows: Sequence[dict[str, object]]) -> pd.DataFrame:
    names = list(table.to_schema().columns)
    return tables.frame(table, {name: [row[name] for row in rows] for name in names})


@cache
def classifier() -> Classifier:
    """A classifier trained on the examples of the codebook."""
    none, groups = tables.empty(tables.Statements), tables.empty(tables.Groups)
    vectors = Embeddings.joined(embed([none], CODEBOOK, EmbedSettings(encoder="lsa")))
    return train(none, groups, vectors, tables.empty(tables.Decisions), CODEBOOK, TrainSettings())
