"""The first screen: the verdict, and one line about every part of the account."""

from dataclasses import dataclass

from textmine.analysis.numbers import whole
from textmine.report import opening, privacy
from textmine.report.dutch import STATEMENT, decimal
from textmine.report.given import Given
from textmine.report.open_work import Verdict, verdict
from textmine.report.points import repeated_texts
from textmine.report.rows import Row, records
from textmine.report.trust import Trust
from textmine.tables import AUDIT, Crosses, Files, LearningCurve, RoundUse

CAVEAT = (
    "Deze cijfers laten zien wat er in deze {gatherings} is gezegd, niet hoeveel mensen in Nederland iets "
    "vinden. Wie meedeed, koos dat zelf of werd uitgenodigd. Vaak gezegd is niet hetzelfde als belangrijk."
)


@dataclass(frozen=True, slots=True)
class Line:
    """One part of the account in a sentence, with the section that tells more."""

    title: str
    said: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Overview:
    """The verdict and what it rests on."""

    verdict: Verdict
    settled: int
    lines: tuple[Line, ...]
    caveat: str


def overview(given: Given, found: Trust) -> Overview:
    """Return the first screen."""
    lines = [
        Line("Van bestand tot cijfer", _funnel(given), "trechter"),
        Line("Dekking", opening.coverage_sentence(given), "dekking"),
        Line("Gelijke teksten", _repeated(given), "herhaald"),
        *(
            Line(
                f"{given.codebook.by_id[row].name} en {given.codebook.by_id[column].name.lower()}",
                _most(given, row, column),
                f"{row}-{column}",
            )
            for row, column in given.codebook.crosses
        ),
        Line("Kwaliteit van het model", _quality(given), "genoeg"),
        Line("Beoordeling door mensen", _review(given), "gecorrigeerd"),
        Line("Persoonsgegevens", privacy.summary(found.hits), ""),
        Line("Veranderd sinds de vorige keer", _changed(found), "veranderd"),
    ]
    caveat = CAVEAT.format(gatherings=given.words.gathering.many)
    return Overview(verdict(found.work), len(found.settled), tuple(lines), caveat)


def _most(given: Given, first: str, second: str) -> str:
    """Name the cell with the largest number of statements, the first one in order of the codebook."""
    mine = [
        row
        for row in records(given.crosses)
        if (row[Crosses.row_dimension], row[Crosses.column_dimension]) == (first, second)
    ]
    top = max(mine, key=lambda row: row[Crosses.statements], default=None)
    if top is None or not top[Crosses.statements]:
        return "Er zijn geen uitspraken die meetellen."
    names = given.code_name(first, top[Crosses.row_code]), given.code_name(second, top[Crosses.column_code])
    number = STATEMENT.of(top[Crosses.statements])
    return f"Het grootste vakje is {names[0]} met {names[1]}: {number} van de {whole(given.counted)}."


def _funnel(given: Given) -> str:
    files = len(given.files)
    received = "1 bestand" if files == 1 else f"{whole(files)} bestanden"
    read = sum(row[Files.kept] > 0 for row in records(given.files))
    gatherings = given.words.gathering.of(given.totals["sessions"] or 0)
    return (
        f"{received} ontvangen, waarvan {whole(read)} (voor een deel) gelezen; "
        f"{STATEMENT.of(given.counted)} uit {gatherings} tellen mee."
    )


def _repeated(given: Given) -> str:
    number = len(repeated_texts(given))
    if not number:
        return "Geen tekst komt meer dan één keer voor."
    return f"Teksten die meer dan één keer voorkomen: {whole(number)}. Elk staat er één keer, met het aantal."


def _quality(given: Given) -> str:
    """Say per dimension how good the model was on the last sample, with its interval, or else without one."""
    measured = _last_audit(given)
    parts = []
    for quality, model in zip(opening.quality(given), given.classifier.models, strict=True):
        row = measured.get(model.dimension)
        if row is not None:
            value = f"{decimal(row[LearningCurve.value], 2)}"
            if row[LearningCurve.low] is not None:
                low, high = (decimal(row[n], 2) for n in (LearningCurve.low, LearningCurve.high))
                value += f" (95 %-interval {low}–{high})"
        elif quality.score is None:
            value = "niet te meten"
        else:
            value = f"{decimal(quality.score, 2)} (kruisvalidatie, zonder marge)"
        parts.append(f"{quality.dimension} {value}")
    return f"Macro-F1, van 0 tot 1: {'; '.join(parts)}."


def _last_audit(given: Given) -> dict[str, Row]:
    """Return per dimension the row of the last round in which the model was measured on the sample."""
    rows = [
        row
        for row in records(given.learning_curve)
        if row[LearningCurve.measure] == AUDIT and row[LearningCurve.value] is not None
    ]
    rows.sort(key=lambda row: row[LearningCurve.round] or 0)
    return {row[LearningCurve.dimension]: row for row in rows}


def _review(given: Given) -> str:
    rounds: dict[int, tuple[int, int]] = {}
    for row in records(given.estimate_rounds):
        drawn, judged = rounds.get(row[RoundUse.round], (0, row[RoundUse.judged]))
        rounds[row[RoundUse.round]] = (max(drawn, row[RoundUse.drawn]), min(judged, row[RoundUse.judged]))
    parts = [
        f"ronde {number}: {whole(judged)} van de {whole(drawn)} gelote teksten beoordeeld"
        for number, (drawn, judged) in sorted(rounds.items())
    ]
    told = f"; {'; '.join(parts)}" if parts else "; er is nog geen steekproef beoordeeld"
    return f"Mensen hebben {opening.reviewed(given)} beoordeeld{told}."


def _changed(found: Trust) -> str:
    changes = found.changes
    if not changes.number:
        return "Er is nog geen publicatie vastgelegd om mee te vergelijken."
    same = not (changes.figures or changes.statements_added or changes.statements_removed)
    since = f"sinds de vastgelegde publicatie {changes.number}"
    if same and not (changes.points_added or changes.points_removed):
        return f"Er is niets veranderd {since}."
    return (
        f"Uitspraken erbij: {whole(changes.statements_added)}, eraf: {whole(changes.statements_removed)}; "
        f"punten erbij: {whole(changes.points_added)}, eraf: {whole(changes.points_removed)}; "
        f"andere getallen: {whole(len(changes.figures))} ({since})."
    )
