"""What people still have to look at: decisions that contradict, or that have nothing left to apply to."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from textmine.corpus import Corpus
from textmine.review.point_edits import DROP, FIELDS, Cell, Decided, Finding
from textmine.steps.points.made import POINT, Point
from textmine.steps.points.texts import Texts
from textmine.tables import OpenWork, PointEdits, frame
from textmine.tables.points import EXCEPTION, EXCLUDE, FORWARD, MERGE, RENAME

AREA = "punten"


def open_work(decided: Decided, made: Sequence[Point], texts: Texts, corpus: Corpus) -> pd.DataFrame:
    """Return ``tables.OpenWork``: what blocks first, then by point."""
    now = _Now.of(decided, made, texts)
    findings = [
        *decided.findings,
        *_without_object(decided, now),
        *_moved_away(decided, now),
        *_unknown(decided, corpus),
        *_lapsed(decided, now),
        *_fewer(decided, now),
        *_more(decided, now),
    ]
    ordered = sorted(set(findings), key=lambda found: (not found.blocks, found.key, found.message))
    return frame(
        OpenWork,
        {
            OpenWork.area: [AREA] * len(ordered),
            OpenWork.key: [found.key for found in ordered],
            OpenWork.message: [found.message for found in ordered],
            OpenWork.blocks: [found.blocks for found in ordered],
        },
    )


@dataclass(frozen=True)
class _Now:
    """What is there now: every text in its cell, the texts of every point, what is left of what it held."""

    there: frozenset[tuple[Cell, str]]
    points: dict[str, frozenset[str]]
    left: dict[str, frozenset[str]]

    @classmethod
    def of(cls, decided: Decided, made: Sequence[Point], texts: Texts) -> "_Now":
        points = {point.id: frozenset(texts.groups[row] for row in point.rows) for point in made}
        fine = (point for point in made if point.level == POINT)
        there = frozenset((point.cell, text) for point in fine for text in points[point.id])
        left: dict[str, set[str]] = defaultdict(set)
        for (_, cell, text), key in decided.claims.items():
            if (cell, text) in there:
                left[key].add(text)
        return cls(there, points, {key: frozenset(held) for key, held in left.items()})

    def applies(self, decided: Decided, key: str) -> bool:
        """Say whether a decision about ``key`` still is about something."""
        return key in self.points or (key in self.left and decided.root(key) in self.points)


def _without_object(decided: Decided, now: _Now) -> list[Finding]:
    """List points that people decided about of which nothing is left."""
    told: dict[str, list[str]] = defaultdict(list)
    for edit, key in sorted(decided.given):
        if not now.applies(decided, key) or (edit == MERGE and key not in now.left):
            told[key].append(FIELDS[edit])
    return [
        Finding(
            key,
            f"{decided.name(key)}: er is geen uitspraak meer waarvoor dit besluit geldt (over "
            f"{', '.join(what)}). De teksten zijn weg, kregen andere codes, of horen nu bij een ander punt. "
            f"{DROP}.",
            blocks=True,
        )
        for key, what in told.items()
    ]


def _moved_away(decided: Decided, now: _Now) -> list[Finding]:
    """List moves of texts that are not there any more."""
    gone: dict[str, int] = defaultdict(int)
    for (cell, text), row in decided.moved.items():
        if (cell, text) not in now.there:
            gone[row[PointEdits.value]] += 1
    return [
        Finding(
            key,
            f"{decided.name(key)}: iemand verplaatste {_texts(number)} hierheen, maar daarvan is niets "
            f"meer te vinden, of met andere codes. {DROP}.",
            blocks=True,
        )
        for key, number in gone.items()
    ]


def _unknown(decided: Decided, corpus: Corpus) -> list[Finding]:
    known = {programme.id for programme in corpus.programmes}
    listed = ", ".join(programme.id for programme in corpus.programmes) or "nog geen"
    return [
        Finding(
            key,
            f"{decided.name(key)}: doorgeleid naar '{name}', maar dat programma staat niet in corpus.yaml "
            f"(wel: {listed}). Zet het daar onder programmes, of wijzig het besluit in een werkboek van "
            "'textmine points export'.",
            blocks=True,
        )
        for (edit, key), row in decided.given.items()
        if edit == FORWARD
        for name in str(row[PointEdits.value]).split("|")
        if name not in known
    ]


def _lapsed(decided: Decided, now: _Now) -> list[Finding]:
    """List what was decided about a point that is now part of another one."""
    told: dict[str, list[str]] = defaultdict(list)
    for edit, key in sorted(decided.given):
        if edit != MERGE and key not in now.points and now.applies(decided, key):
            told[key].append(FIELDS[edit])
    return [
        Finding(
            key,
            f"{decided.name(key)} is samengevoegd met {decided.name(decided.root(key))}; wat er over "
            f"{', '.join(what)} is besloten, telt niet meer. Neem het zo nodig over bij dat punt.",
            blocks=False,
        )
        for key, what in told.items()
    ]


def _fewer(decided: Decided, now: _Now) -> list[Finding]:
    result = []
    for key in sorted({key for _, key in decided.given}):
        level, cell = decided.about[key]
        held = decided.held.get(key, frozenset())
        gone = [text for text in held if (cell, text) not in now.there]
        if gone and now.applies(decided, key):
            result.append(
                Finding(
                    key,
                    f"{decided.name(key)}: {len(gone)} van de {_texts(len(held))} die dit "
                    f"{'hoofdpunt' if level != POINT else 'punt'} had, {'is' if len(gone) == 1 else 'zijn'} "
                    "er niet meer, of met andere codes. Kijk of uw besluit nog past.",
                    blocks=False,
                )
            )
    return result


def _more(decided: Decided, now: _Now) -> list[Finding]:
    """List points that were left out and grew, and points with a name or exception that more than doubled."""
    result = []
    for key in sorted({key for edit, key in decided.given if edit in {EXCLUDE, EXCEPTION, RENAME}}):
        level, cell = decided.about[key]
        texts = now.points.get(key, frozenset())
        new = sum((level, cell, text) not in decided.claims for text in texts)
        out = (EXCLUDE, key) in decided.given
        if new > (0 if out else len(texts) - new):
            about = "is weggelaten" if out else "draagt een besluit van mensen"
            came = "kwam 1 tekst" if new == 1 else f"kwamen {new} teksten"
            message = f"{decided.name(key)} {about}; sindsdien {came} bij. Kijk of het besluit nog past."
            result.append(Finding(key, message, blocks=False))
    return result


def _texts(number: int) -> str:
    return f"{number} {'tekst' if number == 1 else 'teksten'}"
