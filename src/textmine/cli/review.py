"""The commands ``textmine review export`` and ``textmine review import``."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from textmine.cli.arguments import CorpusArgument, corpus_folder
from textmine.cli.console import WRONG_INPUT, err, friendly_errors, out
from textmine.cli.dutch import DutchCommand, DutchGroup

if TYPE_CHECKING:
    from textmine.pipeline.review import Exported
    from textmine.review.compare import Outcome

_SHOWN = 20

review = typer.Typer(
    cls=DutchGroup,
    no_args_is_help=True,
    help="Stuurt uitspraken naar beoordelaars en leest hun oordelen weer in.",
)


@review.command("export", cls=DutchCommand)
def export(  # noqa: PLR0913  # every option of a command is an argument
    corpus: CorpusArgument,
    output: Annotated[
        Path | None,
        typer.Option(
            metavar="BESTAND",
            help="Waar het werkboek komt; anders review/beoordeling.xlsx in de map van het corpus "
            "(met --doubt: review/twijfel.xlsx).",
        ),
    ] = None,
    reviewer: Annotated[
        str, typer.Option(metavar="NAAM", help="Vult deze naam alvast in bij Beoordelaar.")
    ] = "",
    size: Annotated[
        int,
        typer.Option(min=1, max=1_000_000, metavar="AANTAL", help="Hoeveel rijen er hoogstens in komen."),
    ] = 100_000,
    *,
    overwrite: Annotated[
        bool,
        typer.Option(
            "--overwrite",
            help="Vervangt een werkboek dat er al is, maar nooit oordelen die nog niet zijn ingelezen.",
        ),
    ] = False,
    doubt: Annotated[
        bool,
        typer.Option(
            "--doubt",
            help="Alleen de uitspraken met als laatste oordeel 'Twijfel', met de toelichting erbij.",
        ),
    ] = False,
) -> None:
    """Maakt een werkboek met uitspraken die nog niemand beoordeelde. De onzekerste staan bovenaan."""
    with friendly_errors():
        from textmine.pipeline.review import export as export_rows  # noqa: PLC0415

        folder = corpus_folder(corpus)
        made = export_rows(folder, output, reviewer, size, overwrite=overwrite, doubt=doubt)
        _show_export(corpus, made, doubt=doubt)


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
        from textmine.pipeline.review import take_in  # noqa: PLC0415

        now = dt.datetime.now().astimezone().isoformat(timespec="seconds")
        outcome = take_in(corpus_folder(corpus), file, reviewer, now)
        _show_import(corpus, file, outcome)
        if outcome.refused:
            raise SystemExit(WRONG_INPUT)


def _say(text: str) -> None:
    out.print(text, markup=False, soft_wrap=True)


def _show_export(corpus: str, made: "Exported", *, doubt: bool) -> None:
    if made.path is None:
        _say(f"Er is geen werkboek gemaakt: {_why_none(made, doubt=doubt)}.")
    else:
        same = f" (samen {_statements(made.covered)})" if made.covered > made.rows else ""
        _say(f"Gemaakt: {made.path}, met {_count(made.rows, 'rij', 'rijen')}{same}.")
        if made.left_out:
            texts = _count(made.left_out, "tekst past", "teksten passen")
            _say(f"{texts} er niet meer in; kies een groter aantal met --size.")
        if made.reviewed and not doubt:
            _say(f"Al beoordeeld en daarom niet in dit werkboek: {_statements(made.reviewed)}.")
    if made.doubts and not doubt:
        _say(
            f"Let op: bij {_statements(made.doubts)} is het laatste oordeel 'Twijfel'. Een werkboek daarmee "
            f"maakt u met: textmine review export {corpus} --doubt"
        )
    if made.path is not None:
        mine = made.path.with_name(f"{made.path.stem}-uw-naam{made.path.suffix}")
        _say("Sla het ingevulde werkboek op onder een eigen naam, bijvoorbeeld met uw naam erin.")
        _say(f"Voer dan uit: textmine review import {corpus} {mine}")


def _why_none(made: "Exported", *, doubt: bool) -> str:
    if doubt:
        return "bij geen enkele uitspraak is het laatste oordeel 'Twijfel'"
    return (
        f"alle {_statements(made.reviewed)} zijn al beoordeeld"
        if made.reviewed
        else "er zijn geen uitspraken"
    )


def _show_import(corpus: str, file: Path, found: "Outcome") -> None:
    _say(f"{file}:")
    for number, label in (
        (found.accepted, "Overgenomen"),
        (found.unchanged, "Was al bekend"),
        (found.untouched, "Niet ingevuld"),
        (len(found.refused), "Afgewezen"),
    ):
        _say(f"  {label:<14}{_count(number, 'rij', 'rijen'):>12}")
    if found.repeated:
        _say(f"Deze oordelen gelden ook voor {_statements(found.repeated)} met dezelfde tekst.")
    if found.contradicted:
        names = ", ".join(found.contradicted[:5]) + (", …" if len(found.contradicted) > 5 else "")  # noqa: PLR2004
        _say(
            f"Let op: bij {_statements(len(found.contradicted))} gaf iemand anders eerder een ander oordeel. "
            f"Het laatste oordeel telt. Het gaat om: {names}"
        )
    _show_changed(found)
    _show_refused(file, found)
    if found.accepted:
        _say(f"Voer 'textmine run {corpus}' uit om deze oordelen mee te laten tellen.")


def _show_changed(found: "Outcome") -> None:
    """Tell that cells to read were changed: their rows are taken all the same."""
    for cell in found.changed[:_SHOWN]:
        where = f"blad {cell.sheet}, rij {cell.row}, kolom {cell.column}"
        _say(f"Let op: {where}: grijze cel gewijzigd, dat telt niet.")
    if len(found.changed) > _SHOWN:
        _say(f"  en nog {len(found.changed) - _SHOWN} grijze cellen.")


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
    _say(f"Alle afgewezen rijen staan in {refusals_path(file)}.")
    _say("Verbeter ze in het werkboek en lees dat opnieuw in; wat al is overgenomen, telt niet dubbel.")


def _statements(number: int) -> str:
    return _count(number, "uitspraak", "uitspraken")


def _count(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}"
