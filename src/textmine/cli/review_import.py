"""The command ``textmine review import``."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from textmine.cli.arguments import CorpusArgument, corpus_folder
from textmine.cli.console import WRONG_INPUT, err, friendly_errors
from textmine.cli.dutch import DutchCommand
from textmine.cli.review_group import count, review, say, statements

if TYPE_CHECKING:
    from textmine.review.compare import Outcome

_SHOWN = 20


@review.command("import", cls=DutchCommand)
def import_(
    corpus: CorpusArgument,
    file: Annotated[
        Path, typer.Argument(metavar="BESTAND", help="Het ingevulde werkboek, als .xlsx of .ods.")
    ],
    reviewer: Annotated[
        str, typer.Option(metavar="NAAM", help="Wie beoordeelde, voor rijen zonder naam bij Beoordelaar.")
    ] = "",
) -> None:
    """Leest een ingevuld werkboek in. Wat niet klopt, wordt per rij gemeld; de rest telt meteen mee."""
    with friendly_errors():
        from textmine.pipeline.review_import import take_in  # noqa: PLC0415

        now = dt.datetime.now().astimezone().isoformat(timespec="seconds")
        outcome = take_in(corpus_folder(corpus), file, reviewer, now)
        _show_import(corpus, file, outcome)
        if outcome.refused:
            raise SystemExit(WRONG_INPUT)


def _show_import(corpus: str, file: Path, found: "Outcome") -> None:
    say(f"{file}:")
    for number, label in (
        (found.accepted, "Overgenomen"),
        (found.unchanged, "Was al bekend"),
        (found.untouched, "Niet ingevuld"),
        (len(found.refused), "Afgewezen"),
    ):
        say(f"  {label:<14}{count(number, 'rij', 'rijen'):>12}")
    if found.repeated:
        say(f"Deze oordelen gelden ook voor {statements(found.repeated)} met dezelfde tekst.")
    if found.contradicted:
        names = ", ".join(found.contradicted[:5]) + (", …" if len(found.contradicted) > 5 else "")  # noqa: PLR2004
        say(
            f"Let op: bij {statements(len(found.contradicted))} gaf iemand anders eerder een ander oordeel. "
            f"Het laatste oordeel telt. Het gaat om: {names}"
        )
    _show_changed(found)
    _show_refused(file, found)
    if found.accepted:
        say(f"Voer 'textmine run {corpus}' uit om deze oordelen mee te laten tellen.")


def _show_changed(found: "Outcome") -> None:
    """Tell that cells to read were changed: their rows are taken all the same."""
    for cell in found.changed[:_SHOWN]:
        where = f"blad {cell.sheet}, rij {cell.row}, kolom {cell.column}"
        say(f"Let op: {where}: grijze cel gewijzigd, dat telt niet.")
    if len(found.changed) > _SHOWN:
        say(f"  en nog {len(found.changed) - _SHOWN} grijze cellen.")


def _show_refused(file: Path, found: "Outcome") -> None:
    if not found.refused:
        return
    from textmine.store.review_returned import refusals_path  # noqa: PLC0415

    for item in found.refused[:_SHOWN]:
        value = f" '{item.value}'" if item.value else ""
        where = f"blad {item.sheet}, rij {item.row}, kolom {item.column}{value}"
        err.print(f"- {where}: {item.reason}; {item.way_out}.", markup=False, soft_wrap=True)
    if len(found.refused) > _SHOWN:
        err.print(f"  en nog {len(found.refused) - _SHOWN} rijen.", markup=False)
    say(f"Alle afgewezen rijen staan in {refusals_path(file)}.")
    say("Verbeter ze in het werkboek en lees dat opnieuw in; wat al is overgenomen, telt niet dubbel.")
