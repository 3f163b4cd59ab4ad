"""A small consultation of which the true codes are known, with a model that errs in a planted way."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd
from small_corpus import CODEBOOK, MINUTES, RESPONSES, Said, Small, Text

from textmine import tables
from textmine.codebook import Codebook
from textmine.corpus import Corpus
from textmine.encoders.embeddings import Embeddings
from textmine.models.classifier import Classifier
from textmine.review.population import Guesses, Population, distinct
from textmine.review.queue import Plan, select
from textmine.review.rounds import Round
from textmine.review.selection import Proposals
from textmine.steps.classify import ClassifySettings, classify
from textmine.steps.embed import EmbedSettings, embed
from textmine.steps.estimate import Estimated, EstimateSettings, estimate
from textmine.steps.train import TrainSettings, train
from textmine.tables import Decisions, Groups, Queue, Statements, arrow_schema, frame
from textmine.text.identity import text_hash

BOOK = CODEBOOK.model_copy(update={"estimate_within": ("plek",)})
WET, DRY, TALK = ("sloot", "gracht", "vaart"), ("rook", "stank", "uitlaat"), ("koffie", "zaal", "agenda")
Codes = dict[str, tuple[str, ...]]
"""Per dimension the codes of a text."""


def sentence(rng: np.random.Generator, number: int) -> tuple[str, Codes]:
    """Return a text of its own with its true codes.

    Of the texts about a ditch, one in three is about its smell: people say air, a model says water.
    """
    kind = rng.choice(3, p=[0.45, 0.25, 0.3])
    word = str(rng.choice((WET, DRY, TALK)[kind]))
    smells = kind == 0 and rng.random() < 0.35
    bad = kind < 2 and rng.random() < 0.8
    tail = "is hinderlijk" if bad else "is mooi"
    text = f"De {word} bij nummer {number} {tail}{' door de lucht' if smells and rng.random() < 0.5 else ''}."
    part = "lucht" if smells or kind == 1 else ("water", "lucht", "elders")[kind]
    thing = "klacht" if bad else str(rng.choice(["lof", "overig"], p=[0.6, 0.4]))
    return text, {
        "onderdeel": (part,),
        "soort": (thing,),
        "plek": ("water" if kind == 0 else "elders",),
    }


@dataclass(frozen=True)
class World:
    """``size`` statements in documents of ``each``; with ``letters`` copies of one more text."""

    size: int = 360
    each: int = 3
    letters: int = 0
    seed: int = 1
    corpus: Corpus = RESPONSES
    book: Codebook = BOOK
    concept: Collection[str] = ()
    truth: dict[str, Codes] = field(default_factory=dict)

    @cached_property
    def small(self) -> Small:
        """The documents; document n is of region, session or sender n."""
        rng = np.random.default_rng(self.seed)
        texts = []
        for number, start in enumerate(range(0, self.size, self.each)):
            said = []
            for place in range(start, min(start + self.each, self.size)):
                text, codes = sentence(rng, place)
                self.truth[text] = codes
                said.append(Said(text, ""))
            texts.append(self._document(f"d{number:04}", said, number))
        same = "De vaart stinkt en dat moet anders."
        self.truth[same] = {"onderdeel": ("lucht",), "soort": ("klacht",), "plek": ("water",)}
        texts += [self._document(f"l{n:04}", [Said(same, "")], n) for n in range(self.letters)]
        return Small(texts, corpus=self.corpus, codebook=self.book)

    def _document(self, name: str, said: Sequence[Said], number: int) -> Text:
        status = "concept" if name in self.concept else "established"
        if self.corpus.kind == "minutes":
            session = self.corpus.sessions[number % len(self.corpus.sessions)].id
            return Text(name, said, session=session, status=status)
        return Text(name, said, region=("noord", "zuid")[number % 2], respondent=f"r{number}", status=status)

    @cached_property
    def statements(self) -> pd.DataFrame:
        """All statements."""
        return self.small.statements()

    @cached_property
    def groups(self) -> pd.DataFrame:
        """Which statements say the same."""
        return self.small.groups()

    @cached_property
    def texts(self) -> dict[str, str]:
        """The text of every statement."""
        return dict(zip(self.statements[Statements.id], self.statements[Statements.text], strict=True))

    @cached_property
    def copies(self) -> dict[str, list[str]]:
        """Per statement all that say the same."""
        members: dict[str, list[str]] = {}
        pairs = list(zip(self.groups[Groups.statement_id], self.groups[Groups.group], strict=True))
        for name, group in pairs:
            members.setdefault(group, []).append(name)
        return {name: members[group] for name, group in pairs}

    @cached_property
    def embeddings(self) -> Embeddings:
        """Vectors as the pipeline makes them."""
        return Embeddings.joined(embed([self.statements], self.book, EmbedSettings(encoder="lsa", dim=20)))

    @cached_property
    def cold(self) -> Classifier:
        """A classifier that saw the codebook only."""
        return self.trained(tables.empty(Decisions))

    def trained(self, decisions: pd.DataFrame) -> Classifier:
        """A classifier that learned from ``decisions`` too."""
        return train(self.statements, self.groups, self.embeddings, decisions, self.book, TrainSettings())

    @cached_property
    def proposals(self) -> Proposals:
        """What the cold classifier proposes."""
        settings = ClassifySettings()
        nobody = tables.empty(Decisions)
        made = classify(self.statements, self.embeddings, self.cold, self.book, nobody, settings)
        return Proposals(made, self.book)

    def population(self, decided: Collection[str]) -> Population:
        """The texts that a round is drawn from."""
        ids, sizes, done = distinct(self.groups, decided)
        at = {name: row for row, name in enumerate(self.proposals.ids)}
        rows = np.asarray([at[name] for name in ids])
        guesses, start = [], 0
        for dimension in self.book.dimensions:
            own = slice(start, start + len(dimension.codes))
            start = own.stop
            guesses.append(
                Guesses(
                    dimension.id,
                    tuple(dimension.by_code),
                    dimension.multiple,
                    self.proposals.probability[rows, own],
                    self.proposals.assigned[rows, own],
                )
            )
        return Population(
            ids=ids,
            sizes=sizes,
            sources=np.asarray(["alle"] * len(ids)),
            decided=done,
            guesses=tuple(guesses),
            vectors=self.embeddings.matrix,
            vector=np.asarray([self.embeddings.index[name] for name in ids]),
        )

    def round(
        self, number: int, size: int, decisions: pd.DataFrame, share: float = 1.0, seed: int = 0
    ) -> Round:
        """Draw a round as ``review export`` does."""
        texts = self.population(set(decisions[Decisions.statement_id]))
        found = select(texts, Plan(size, share, "onderdeel", number, seed))
        return Round(number, found.queue, found.strata, found.texts)

    def decide(
        self, ids: Collection[str], how: Callable[[str, str], dict[str, object]] | None = None
    ) -> pd.DataFrame:
        """Decide on texts with all copies, by the truth; ``how`` (id, dimension) may say otherwise."""
        rows = []
        for name in ids:
            for copy in self.copies[name]:
                for dimension in self.book.dimensions:
                    codes = self.truth[self.texts[copy]][dimension.id]
                    row: dict[str, object] = {
                        "statement_id": copy,
                        "text_hash": text_hash(self.texts[copy]),
                        "reviewer": "A",
                        "decided_at": "2026-01-01",
                        "verdict": "change",
                        "dimension": dimension.id,
                        "codes": "|".join(codes),
                        "note": None,
                        "codebook_version": self.book.version,
                        "workbook": "beoordeling_1_a.xlsx",
                    }
                    rows.append(row | (how(copy, dimension.id) if how else {}))
        names = arrow_schema(Decisions).names
        return frame(Decisions, {name: [row[name] for row in rows] for name in names})

    def estimate(self, decisions: pd.DataFrame, rounds: Sequence[Round], **settings: float) -> Estimated:
        """Run the step, with the cold classifier's profiles and calibration."""
        return estimate(
            self.statements,
            self.groups,
            self.embeddings,
            self.small.documents(),
            self.cold,
            decisions,
            tuple(rounds),
            self.corpus,
            self.book,
            EstimateSettings(**settings),
        )

    def true_share(self, dimension: str, code: str, among: Callable[[str], bool] | None = None) -> float:
        """Return the share of statements that have a code, main codes included."""
        of = self.book.by_id[dimension]
        chosen = [name for name in self.texts if among is None or among(name)]
        held = [
            any(code in {own, of.top(own)} for own in self.truth[self.texts[name]][dimension])
            for name in chosen
        ]
        return float(np.mean(held))


def drawn(found: Round, part: str = "sample") -> list[str]:
    """Return the ids of the texts in a part of the queue."""
    rows = found.queue[found.queue[Queue.part] == part]
    return [str(name) for name in rows[Queue.statement_id]]


def joined(*parts: pd.DataFrame) -> pd.DataFrame:
    """Return decisions after each other."""
    return pd.concat(parts, ignore_index=True)


MINUTES_WORLD = World(size=120, each=30, corpus=MINUTES)
