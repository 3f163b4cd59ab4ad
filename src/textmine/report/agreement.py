"""How far reviewers agree, in words: for the page, the workbook and the console."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from textmine.analysis.numbers import whole
from textmine.codebook import Codebook, Dimension
from textmine.report.cells import Column, Sheet, Value
from textmine.report.dutch import NO_BREAK, STATEMENT, Unit, decimal, listing
from textmine.report.rows import Row, records
from textmine.tables import MEASURES, Agreement

RELIABLE, TENTATIVE = 0.8, 0.667
"""From which alpha on conclusions can rest on it, and from which cautious ones (Krippendorff 2004)."""

FEW_STATEMENTS = 50
"""With fewer statements a figure says little; a limit of our own."""
FEW_DOCUMENTS = 30
"""With fewer documents an interval is too narrow (Cameron, Gelbach and Miller 2008)."""

TITLE = "Overeenstemming tussen beoordelaars"
NONE_YET = (
    "De uitspraken zijn nog niet dubbel gecodeerd: twee mensen hebben nog niet los van elkaar dezelfde "
    "uitspraken uit een steekproef beoordeeld. Hoe goed beoordelaars het met elkaar eens zijn, is daarom nog "
    "niet te zeggen."
)
RULE = (
    "Gemeten op uitspraken uit een steekproef die twee of meer mensen los van elkaar hebben beoordeeld. "
    "Hoogstens één van hen zag het voorstel van het model. Oordelen van na het overleg tellen hier niet mee."
)
ALPHA = (
    "Krippendorffs alfa is 1 bij volledige overeenstemming en 0 als mensen het niet vaker eens zijn dan bij "
    "toeval. Vanaf 0,800 is het coderen betrouwbaar. Van 0,667 tot 0,800 zijn alleen voorzichtige conclusies "
    "mogelijk, daaronder geen (Krippendorff, 2004)."
)
INTERVAL = (
    "Het 95 %-interval zegt hoe zeker een cijfer is: met andere uitspraken uit dezelfde bron zou het meestal "
    "daartussen liggen."
)
F1 = (
    "Het cijfer per code loopt van 0 tot 1. Het zegt hoe vaak beoordelaars die code aan dezelfde uitspraken "
    "geven; bij 1 altijd (de vakterm is F1)."
)

_DIGITS = 3
"""Of all figures here: the bounds of a verdict have three."""

_CODER, _DOCUMENT = Unit("beoordelaar", "beoordelaars"), Unit("document", "documenten")
_VERDICTS = (
    (RELIABLE, "betrouwbaar"),
    (TENTATIVE, "voorlopig (alleen voor voorzichtige conclusies)"),
    (-math.inf, "niet geschikt om conclusies op te baseren"),
)


@dataclass(frozen=True, slots=True)
class CodeScore:
    """How far reviewers give a code to the same statements; texts are ready to show."""

    name: str
    sub: bool
    score: str
    interval: str
    given: int
    units: int


@dataclass(frozen=True, slots=True)
class Measured:
    """The agreement in one dimension; texts are ready to show.

    ``rests_on`` says how many statements, documents and reviewers there are. ``warnings`` say why a figure
    is less sure than it looks.
    """

    id: str
    name: str
    measure: str
    alpha: str
    alpha_interval: str
    agreement: str
    agreement_interval: str
    verdict: str
    rests_on: str
    warnings: tuple[str, ...]
    codes: tuple[CodeScore, ...]


def measured(agreement: pd.DataFrame, codebook: Codebook) -> tuple[Measured, ...]:
    """Return every dimension in codebook order; nothing when no statement was coded twice."""
    rows = records(agreement)
    if not any(row[Agreement.units] for row in rows):
        return ()
    return tuple(
        _dimension(dimension, [row for row in rows if row[Agreement.dimension] == dimension.id])
        for dimension in codebook.dimensions
    )


def warnings(rows: tuple[Measured, ...]) -> tuple[tuple[str, str], ...]:
    """Return each warning once, after the names of the dimensions that it is about."""
    about: dict[str, list[str]] = {}
    for row in rows:
        for warning in row.warnings:
            about.setdefault(warning, []).append(row.name)
    return tuple((listing(names), warning) for warning, names in about.items())


def verdict(value: float | None, reason: str | None = None, low: float | None = None) -> str:
    """Return what an alpha is good for, as far as the lower bound of its interval allows to say.

    The values count as they are shown, rounded.
    """
    if value is None:
        return f"niet te meten: {reason}"
    said = next(said for bound, said in _VERDICTS if round(value, _DIGITS) >= bound)
    if low is None or verdict(low) == said:
        return said
    return f"waarschijnlijk {said}, maar de marge is nog ruim"


def sheet(agreement: pd.DataFrame, codebook: Codebook) -> Sheet:
    """Return the sheet with all figures, one row each."""
    columns = (
        Column("Vraag", 22),
        Column("Code", 40),
        Column("Maat", 44),
        Column("Waarde", 10, "fine"),
        Column("Laag (95 %)", 10, "fine"),
        Column("Hoog (95 %)", 10, "fine"),
        Column("Oordeel", 46),
        Column("Uitspraken", 11, "whole"),
        Column("Documenten", 11, "whole"),
        Column("Beoordelaars", 12, "whole"),
        Column("Keer gegeven", 12, "whole"),
        Column("Toelichting", 70),
    )
    if not measured(agreement, codebook):
        return Sheet("Overeenstemming", (NONE_YET,), columns, [])
    rows = [_cells(row, codebook) for row in records(agreement)]
    return Sheet("Overeenstemming", (RULE, ALPHA, INTERVAL, F1), columns, rows)


def _cells(row: Row, codebook: Codebook) -> list[Value]:
    dimension, code = codebook.by_id[row[Agreement.dimension]], row[Agreement.code]
    is_alpha = row[Agreement.measure].startswith("alpha")
    known = (row[Agreement.value], row[Agreement.reason], row[Agreement.low])
    said = verdict(*known) if is_alpha else None
    notes = [row[Agreement.reason]] if row[Agreement.reason] else []
    return [
        dimension.name,
        None if code is None else dimension.by_code[code].name,
        MEASURES[row[Agreement.measure]],
        row[Agreement.value],
        row[Agreement.low],
        row[Agreement.high],
        said,
        row[Agreement.units],
        row[Agreement.documents],
        row[Agreement.coders],
        row[Agreement.codings],
        " ".join([*notes, *(_warnings(row) if is_alpha else ())]) or None,
    ]


def _dimension(dimension: Dimension, rows: list[Row]) -> Measured:
    alpha = next(row for row in rows if row[Agreement.measure].startswith("alpha"))
    agreement = next(row for row in rows if row[Agreement.measure] == "agreement")
    parts = [
        STATEMENT.of(alpha[Agreement.units]),
        _DOCUMENT.of(alpha[Agreement.documents]),
        _CODER.of(alpha[Agreement.coders]),
    ]
    return Measured(
        id=f"overeenstemming-{dimension.id}",
        name=dimension.name,
        measure=MEASURES[alpha[Agreement.measure]],
        alpha=_number(alpha[Agreement.value]),
        alpha_interval=_between(alpha),
        agreement=_percentage(agreement[Agreement.value]),
        agreement_interval=_between(agreement, percentage=True),
        verdict=verdict(alpha[Agreement.value], alpha[Agreement.reason], alpha[Agreement.low])
        + _never_agreed(dimension, rows),
        rests_on=f"{parts[0]} uit {parts[1]}, {parts[2]}",
        warnings=tuple(_warnings(alpha)),
        codes=tuple(
            CodeScore(
                name=dimension.by_code[row[Agreement.code]].name,
                sub=dimension.by_code[row[Agreement.code]].parent is not None,
                score=_number(row[Agreement.value], 2),
                interval=_between(row, 2),
                given=row[Agreement.codings],
                units=row[Agreement.units],
            )
            for row in rows
            if row[Agreement.measure] == "f1"
        ),
    )


def _never_agreed(dimension: Dimension, rows: list[Row]) -> str:
    """Name the codes that reviewers never gave to the same statement."""
    none = [
        dimension.by_code[row[Agreement.code]].name
        for row in rows
        if row[Agreement.measure] == "f1" and row[Agreement.value] is not None and row[Agreement.codings]
        if round(row[Agreement.value], 2) == 0
    ]
    return f"; nooit eens over {listing(none)}" if none else ""


def _warnings(row: Row) -> Iterator[str]:
    """Say why the alpha in ``row``, if there is one, is less sure than it looks."""
    units, documents, low = row[Agreement.units], row[Agreement.documents], row[Agreement.low]
    if row[Agreement.value] is None:
        return
    if low is not None and verdict(low) != verdict(row[Agreement.value]):
        yield f"De ondergrens van het interval hoort bij een lager oordeel: {verdict(low)}."
    if units < FEW_STATEMENTS:
        yield f"Er zijn weinig uitspraken ({whole(units)}): het cijfer is onzeker."
    if documents < units and not row[Agreement.by_document]:
        yield (
            f"Er zijn weinig documenten ({whole(documents)}). Uitspraken uit één document lijken op elkaar; "
            "het interval houdt daar geen rekening mee en is te smal."
        )
    elif documents < FEW_DOCUMENTS and documents < units:
        yield f"Er zijn weinig documenten ({whole(documents)}): het interval is waarschijnlijk te smal."


def _number(value: float | None, digits: int = _DIGITS) -> str:
    return "–" if value is None else decimal(value, digits)


def _percentage(value: float | None) -> str:
    return "–" if value is None else f"{decimal(100 * value)}{NO_BREAK}%"


def _between(row: Row, digits: int = _DIGITS, *, percentage: bool = False) -> str:
    low, high = row[Agreement.low], row[Agreement.high]
    if low is None:
        return "geen interval" if row[Agreement.value] is not None else "–"
    if percentage:
        return f"{decimal(100 * low)} tot {_percentage(high)}"
    return f"{decimal(low, digits)} tot {decimal(high, digits)}"
