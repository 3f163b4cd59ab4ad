"""The command ``textmine review export``."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from textmine.cli.arguments import CorpusArgument, corpus_folder
from textmine.cli.console import friendly_errors
from textmine.cli.dutch import DutchCommand
from textmine.cli.review_group import count, review, say, statements

if TYPE_CHECKING:
    from textmine.pipeline.review_export import Exported


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
        from textmine.pipeline.review_export import export as export_rows  # noqa: PLC0415

        folder = corpus_folder(corpus)
        made = export_rows(folder, output, reviewer, size, overwrite=overwrite, doubt=doubt)
        _show_export(corpus, made, doubt=doubt)


def _show_export(corpus: str, made: "Exported", *, doubt: bool) -> None:
    if made.path is None:
        say(f"Er is geen werkboek gemaakt: {_why_none(made, doubt=doubt)}.")
    else:
        same = f" (samen {statements(made.covered)})" if made.covered > made.rows else ""
        say(f"Gemaakt: {made.path}, met {count(made.rows, 'rij', 'rijen')}{same}.")
        if made.left_out:
            texts = count(made.left_out, "tekst past", "teksten passen")
            say(f"{texts} er niet meer in; kies een groter aantal met --size.")
        if made.reviewed and not doubt:
            say(f"Al beoordeeld en daarom niet in dit werkboek: {statements(made.reviewed)}.")
    if made.doubts and not doubt:
        say(
            f"Let op: bij {statements(made.doubts)} is het laatste oordeel 'Twijfel'. Een werkboek daarmee "
            f"maakt u met: textmine review export {corpus} --doubt"
        )
    if made.path is not None:
        mine = made.path.with_name(f"{made.path.stem}-uw-naam{made.path.suffix}")
        say("Sla het ingevulde werkboek op onder een eigen naam, bijvoorbeeld met uw naam erin.")
        say(f"Voer dan uit: textmine review import {corpus} {mine}")


def _why_none(made: "Exported", *, doubt: bool) -> str:
    if doubt:
        return "bij geen enkele uitspraak is het laatste oordeel 'Twijfel'"
    return (
        f"alle {statements(made.reviewed)} zijn al beoordeeld" if made.reviewed else "er zijn geen uitspraken"
    )
