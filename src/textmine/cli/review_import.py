"""The command ``textmine review import``."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from textmine.cli.arguments import CorpusArgument, corpus_folder
from textmine.cli.console import WRONG_INPUT, err, friendly_errors
from textmine.cli.dutch import DutchCommand
from textmine.cli.review_group import are, count, disputed, export_command, review, say, statements

if TYPE_CHECKING:
    from textmine.pipeline.review_import import Imported
    from textmine.review.outcome import Line, Outcome

_SHOWN = 20


@review.command("import", cls=DutchCommand)
def import_(
    corpus: CorpusArgument,
    file: Annotated[
        Path,
        typer.Argument(
            metavar="BESTAND", help="Het ingevulde werkboek, als .xlsx, .ods, .xlsm, .xls of .csv."
        ),
    ],
    reviewer: Annotated[
        str, typer.Option(metavar="NAAM", help="Wie beoordeelde, voor rijen zonder naam bij Beoordelaar.")
    ] = "",
) -> None:
    """Leest een ingevuld werkboek in, en schrijft ernaast een verslag: wat er van elke rij kwam."""
    with friendly_errors():
        from textmine.pipeline.review_import import import_workbook  # noqa: PLC0415

        now = dt.datetime.now().astimezone().isoformat(timespec="seconds")
        found = import_workbook(corpus_folder(corpus), file, reviewer, now)
        _show_import(corpus, file, found)
        if found.outcome.refused:
            raise SystemExit(WRONG_INPUT)


def _show_import(corpus: str, file: Path, found: "Imported") -> None:
    from textmine.report.review_import import LABELS  # noqa: PLC0415

    outcome = found.outcome
    say(f"{file}:")
    for status, label in LABELS.items():
        say(f"  {label:<14}{count(outcome.counts[status], 'rij', 'rijen'):>12}")
    for remark in outcome.remarks:
        say(f"Let op: {remark}")
    if outcome.repeated:
        say(f"Deze oordelen gelden ook voor {statements(outcome.repeated)} met dezelfde tekst.")
    _show_superseded(outcome)
    _show_conflicts(outcome)
    _show_changed(outcome)
    _show_refused(corpus, outcome)
    if found.report is None:
        say(f"Let op: het verslag is niet geschreven. {found.no_report}")
    else:
        say(f"Wat er van elke rij kwam, staat in {found.report}.")
    if found.disputes:
        say(disputed(corpus, found.disputes))
    if outcome.taken:
        more = " en uitspraken te splitsen" if len(outcome.splits) else ""
        say(f"Voer 'textmine run {corpus}' uit om deze oordelen mee te laten tellen{more}.")


def _show_superseded(found: "Outcome") -> None:
    """Tell that an older copy came back: what was decided after it stands."""
    from textmine.review.outcome import Status  # noqa: PLC0415

    lines = [line for line in found.of(Status.KNOWN) if line.way_out]
    for line in lines[:_SHOWN]:
        say(f"Let op: {_place(line)}: {line.reason}; {line.way_out}.")
    if len(lines) > _SHOWN:
        say(f"  en nog {len(lines) - _SHOWN} rijen die later anders zijn beoordeeld.")


def _show_conflicts(found: "Outcome") -> None:
    """Tell who differs from whom; these decisions were recorded all the same."""
    from textmine.review.columns import VERDICT  # noqa: PLC0415
    from textmine.review.outcome import Status  # noqa: PLC0415

    lines = found.of(Status.CONFLICTING)
    for line in lines[:_SHOWN]:
        separator = ", " if line.column != VERDICT else ": "
        say(f"Let op: rij {line.row}{separator}{line.reason}. {line.way_out[:1].upper()}{line.way_out[1:]}.")
    if len(lines) > _SHOWN:
        say(f"  en nog {len(lines) - _SHOWN} tegenstrijdige oordelen.")


def _show_changed(found: "Outcome") -> None:
    """Tell that cells to read were changed: their rows are taken all the same."""
    for cell in found.changed[:_SHOWN]:
        where = f"blad {cell.sheet}, rij {cell.row}, kolom {cell.column}"
        say(f"Let op: {where}: grijze cel gewijzigd, dat telt niet.")
    if len(found.changed) > _SHOWN:
        say(f"  en nog {len(found.changed) - _SHOWN} grijze cellen.")


def _show_refused(corpus: str, found: "Outcome") -> None:
    from textmine.review.outcome import Status  # noqa: PLC0415

    if not found.refused:
        return
    for line in found.refused[:_SHOWN]:
        err.print(f"- {_place(line)}: {line.reason}; {line.way_out}.", markup=False, soft_wrap=True)
    if len(found.refused) > _SHOWN:
        err.print(f"  en nog {len(found.refused) - _SHOWN} rijen.", markup=False)
    invalid, stale = (len(found.of(status)) for status in (Status.INVALID, Status.STALE))
    if invalid:
        these = "deze rijen" if not stale else f"{_the(invalid)} met een fout"
        say(
            f"Verbeter {these} in het werkboek en lees dat opnieuw in; wat al is overgenomen, telt niet "
            "dubbel."
        )
    if stale:
        again = export_command(corpus, "--round", "RONDE")
        say(
            f"{_the(stale).capitalize()} die verouderd {are(stale)}, kunt u niet in dit werkboek verbeteren. "
            f"Wat nog in de bronnen staat, beoordeelt u opnieuw in een nieuw werkboek: {again}"
        )


def _the(number: int) -> str:
    return "de rij" if number == 1 else f"de {number} rijen"


def _place(line: "Line") -> str:
    value = f" '{line.value}'" if line.value else ""
    column = f", kolom {line.column}{value}" if line.column else ""
    return f"blad {line.sheet}, rij {line.row}{column}"
