"""Whether it is enough: the advice and the learning curve, for the page, the workbook and the console."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
from markupsafe import Markup, escape

from textmine.analysis.numbers import whole
from textmine.codebook import Codebook
from textmine.report.cells import Column, Sheet
from textmine.report.dutch import NO_BREAK, decimal
from textmine.report.line_chart import LineChart, Shown, line_chart
from textmine.report.rows import Row, records, values
from textmine.tables import AUDIT, CHANGED, CROSS_VALIDATED, CURVE_MEASURES, Advice, LearningCurve

CURVE = "Leercurve"

AUDIT_SAID = (
    "Na elke ronde is het model opnieuw gemaakt zoals het was toen die ronde werd geloot, en gemeten op de "
    "gelote teksten. Die kende het toen nog niet. Het cijfer (macro-F1) loopt van 0 tot 1: bij 1 geeft het "
    "model overal de codes die mensen geven. Elke code telt even zwaar."
)
CROSS_SAID = (
    "Bij kruisvalidatie wordt telkens een deel van de beoordeelde teksten weggelaten en daarna voorspeld. "
    "Ook gekozen, moeilijke teksten tellen dan mee. Dit cijfer zegt daarom minder over alle teksten; let "
    "vooral op het verloop."
)
CHANGED_SAID = (
    "'Ander voorstel' zegt bij welk deel van de uitspraken het model iets anders voorstelt dan bij het punt "
    "ervoor."
)
NOW_SAID = (
    "Van het model van nu is nog niet bekend hoe goed het is op nieuwe gelote teksten; dat blijkt bij de "
    "volgende ronde."
)

_COMMAND = re.compile(r"textmine review [a-z]+ [^.;]*[^.;\s](?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure in words, with its interval; ``reason`` says why one of them is missing."""

    value: str
    interval: str
    reason: str


@dataclass(frozen=True, slots=True)
class CurveRow:
    """One point of one dimension."""

    point: str
    dimension: str
    labels: int
    audit: Cell
    cross: Cell
    changed: str


@dataclass(frozen=True, slots=True)
class Learned:
    """The section; without ``rows`` there is only the advice."""

    advice: tuple[Markup, ...]
    charts: tuple[LineChart, ...]
    rows: tuple[CurveRow, ...]
    notes: tuple[str, ...] = (AUDIT_SAID, CROSS_SAID, CHANGED_SAID, NOW_SAID)


def learned(curve: pd.DataFrame, advice: pd.DataFrame, codebook: Codebook) -> Learned:
    """Return the section."""
    rows = records(curve)
    return Learned(
        advice=tuple(_with_commands(message) for message in messages(advice)),
        charts=tuple(
            chart
            for measure in (AUDIT, CROSS_VALIDATED)
            if (chart := _chart(rows, measure, codebook)) is not None
        ),
        rows=tuple(
            _row([row for row in rows if _key(row) == key], codebook)
            for key in dict.fromkeys(_key(row) for row in rows)
        ),
    )


def messages(advice: pd.DataFrame) -> list[str]:
    """Return what is advised, in order of reading."""
    return [str(message) for message in values(advice, Advice.message)]


def _with_commands(message: str) -> Markup:
    """Mark commands as such."""
    parts, start = [], 0
    for found in _COMMAND.finditer(message):
        parts.append(escape(message[start : found.start()]) + Markup("<code>{}</code>").format(found.group()))
        start = found.end()
    return Markup("").join([*parts, escape(message[start:])])


def _key(row: Row) -> tuple[int | None, str]:
    return row[LearningCurve.round], row[LearningCurve.dimension]


def _point(number: int | None) -> str:
    return "nu" if number is None else f"ronde {number}"


def _row(rows: Sequence[Row], codebook: Codebook) -> CurveRow:
    by_measure = {row[LearningCurve.measure]: row for row in rows}
    first = rows[0]
    changed = by_measure.get(CHANGED, {}).get(LearningCurve.value)
    return CurveRow(
        point=_point(first[LearningCurve.round]),
        dimension=codebook.by_id[first[LearningCurve.dimension]].name,
        labels=first[LearningCurve.labels],
        audit=_cell(by_measure.get(AUDIT)),
        cross=_cell(by_measure.get(CROSS_VALIDATED)),
        changed="–" if changed is None else f"{decimal(100 * changed, 1)}{NO_BREAK}%",
    )


def _cell(row: Row | None) -> Cell:
    if row is None:
        return Cell("–", "", "")
    value = row[LearningCurve.value]
    low, high = row[LearningCurve.low], row[LearningCurve.high]
    interval = "" if low is None else f"{decimal(low, 2)}–{decimal(high, 2)}"
    return Cell("–" if value is None else decimal(value, 2), interval, row[LearningCurve.reason] or "")


def _chart(rows: Sequence[Row], measure: str, codebook: Codebook) -> LineChart | None:
    """Return the chart of one measure; nothing when it has one point or none."""
    mine = [
        row for row in rows if row[LearningCurve.measure] == measure and row[LearningCurve.value] is not None
    ]
    numbers = list(dict.fromkeys(row[LearningCurve.round] for row in mine))
    if len(numbers) < 2:  # noqa: PLR2004  # a line has two ends
        return None
    labels = {
        number: max(row[LearningCurve.labels] for row in mine if row[LearningCurve.round] == number)
        for number in numbers
    }
    points = [(_point(number), f"{whole(labels[number])} teksten") for number in numbers]
    series = [
        (
            dimension.name,
            [
                Shown(
                    numbers.index(row[LearningCurve.round]),
                    row[LearningCurve.value],
                    row[LearningCurve.low],
                    row[LearningCurve.high],
                    _words(row),
                )
                for row in mine
                if row[LearningCurve.dimension] == dimension.id
            ],
        )
        for dimension in codebook.dimensions
    ]
    return line_chart(f"grafiek-leercurve-{measure}", f"Leercurve: {CURVE_MEASURES[measure]}", points, series)


def _words(row: Row) -> str:
    cell = _cell(row)
    return f"{cell.value} ({cell.interval})" if cell.interval else cell.value


def sheet(curve: pd.DataFrame, advice: pd.DataFrame, codebook: Codebook) -> Sheet:
    """Return the sheet with every measured point, the advice above it."""
    rows = [
        [
            _point(row[LearningCurve.round]),
            codebook.by_id[row[LearningCurve.dimension]].name,
            row[LearningCurve.labels],
            CURVE_MEASURES[row[LearningCurve.measure]],
            row[LearningCurve.value],
            row[LearningCurve.low],
            row[LearningCurve.high],
            row[LearningCurve.texts],
            row[LearningCurve.reason],
        ]
        for row in records(curve)
    ]
    said = [f"Advies: {message}" for message in messages(advice)]
    return Sheet(
        CURVE,
        (
            "Hoe goed het model was na elke ronde, en of er genoeg is beoordeeld.",
            *said,
            *((AUDIT_SAID, CROSS_SAID, CHANGED_SAID, NOW_SAID) if rows else ()),
        ),
        (
            Column("Punt", 12),
            Column("Vraag", 16),
            Column("Teksten waarvan is geleerd", 13, "whole"),
            Column("Maat", 44),
            Column("Waarde", 10, "fine"),
            Column("Ondergrens", 12, "fine"),
            Column("Bovengrens", 12, "fine"),
            Column("Gemeten op (teksten)", 13, "whole"),
            Column("Opmerking", 70),
        ),
        rows,
    )
