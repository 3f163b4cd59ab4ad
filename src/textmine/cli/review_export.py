"""The command ``textmine review export``."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from textmine.cli.arguments import CorpusArgument, corpus_folder
from textmine.cli.console import friendly_errors
from textmine.cli.dutch import DutchCommand
from textmine.cli.review_group import count, review, say, statements
from textmine.errors import ConfigError

if TYPE_CHECKING:
    from textmine.pipeline.review_export import Exported


@review.command("export", cls=DutchCommand)
def export(  # noqa: PLR0913  # every option of a command is an argument
    corpus: CorpusArgument,
    reviewer: Annotated[
        str, typer.Option(metavar="NAAM", help="Voor wie het werkboek is; deze naam staat er al in.")
    ] = "",
    size: Annotated[
        int, typer.Option(min=1, max=1_000_000, metavar="AANTAL", help="Hoeveel teksten de ronde heeft.")
    ] = 200,
    share: Annotated[
        float,
        typer.Option(
            min=0,
            max=1,
            metavar="DEEL",
            help="Welk deel van de ronde geloot wordt; daarmee worden aantallen berekend. De andere teksten "
            "zijn die waarvan het model het meest leert.",
        ),
    ] = 0.5,
    seed: Annotated[
        int,
        typer.Option(metavar="GETAL", help="Begin van de loting; met hetzelfde getal loot u hetzelfde."),
    ] = 0,
    *,
    new_round: Annotated[
        bool, typer.Option("--new-round", help="Begint een nieuwe ronde, ook als de vorige nog niet af is.")
    ] = False,
    again: Annotated[
        int | None,
        typer.Option("--round", min=1, metavar="RONDE", help="Wat in deze ronde nog geen oordeel heeft."),
    ] = None,
    blind: Annotated[
        bool,
        typer.Option(
            "--blind",
            help="Met --round: voor een tweede beoordelaar. De gelote teksten van die ronde, zonder voorstel "
            "en in een andere volgorde.",
        ),
    ] = False,
    doubt: Annotated[
        bool,
        typer.Option(
            "--doubt",
            help="Alleen de uitspraken met als laatste oordeel 'Twijfel', met de toelichting erbij.",
        ),
    ] = False,
    disputes: Annotated[
        bool,
        typer.Option(
            "--disputes",
            help="Alleen uitspraken die twee mensen verschillend beoordeelden, voor een derde.",
        ),
    ] = False,
    changed: Annotated[
        bool,
        typer.Option(
            "--changed", help="Alleen uitspraken met een code die sindsdien iets anders is gaan betekenen."
        ),
    ] = False,
    output: Annotated[
        Path | None,
        typer.Option(
            metavar="BESTAND",
            help="Waar het werkboek komt; anders in de map review van het corpus, onder zijn eigen naam.",
        ),
    ] = None,
    overwrite: Annotated[
        bool,
        typer.Option(
            "--overwrite",
            help="Vervangt een werkboek dat er al is, maar nooit oordelen die nog niet zijn ingelezen.",
        ),
    ] = False,
) -> None:
    """Maakt een werkboek om uitspraken te beoordelen: een nieuwe ronde, of een deel van een eerdere."""
    with friendly_errors():
        from textmine.pipeline import review_export  # noqa: PLC0415

        if blind and again is None:
            raise ConfigError("--blind hoort bij een ronde die er al is; geef met --round op welke")
        if sum((new_round, again is not None, doubt, disputes, changed)) > 1:
            raise ConfigError("kies één van --new-round, --round, --doubt, --disputes en --changed")
        folder = corpus_folder(corpus)
        ask = review_export.Ask(reviewer, output, overwrite)
        if doubt:
            made = review_export.export_doubts(folder, ask)
        elif disputes:
            made = review_export.export_disputes(folder, ask)
        elif changed:
            made = review_export.export_changed(folder, ask)
        elif again is not None:
            made = review_export.export_again(folder, ask, again, blind=blind)
        else:
            made = review_export.export_round(
                folder, ask, size=size, share=share, seed=seed, unfinished=new_round
            )
        _show_export(corpus, made)


def _show_export(corpus: str, made: "Exported") -> None:
    if made.path is None:
        say(f"Er is geen werkboek gemaakt: {_why_none(made)}.")
    else:
        same = f" (samen {statements(made.covered)})" if made.covered > made.rows else ""
        say(f"Gemaakt: {made.path}, met {count(made.rows, 'rij', 'rijen')}{same}.")
        if made.issued.round is not None:
            _show_round(made)
    for remark in made.remarks:
        say(remark)
    if made.doubts and made.issued.kind != "twijfel":
        say(
            f"Let op: bij {statements(made.doubts)} is het laatste oordeel 'Twijfel'. Een werkboek daarmee "
            f"maakt u met: textmine review export {corpus} --doubt --reviewer NAAM"
        )
    if made.path is not None:
        say(f"Is het ingevuld? Voer dan uit: textmine review import {corpus} {made.path}")


def _show_round(made: "Exported") -> None:
    drawn = count(made.sample, "tekst is", "teksten zijn")
    say(f"Dit is ronde {made.issued.round}; {drawn} door loting gekozen.")
    if made.issued.blind:
        say("De voorstellen staan er niet in, want dit is voor een tweede beoordelaar.")
    elif made.left_out:
        waiting = f"Er {'wacht' if made.left_out == 1 else 'wachten'} nog"
        say(f"{waiting} {count(made.left_out, 'tekst', 'teksten')} op een latere ronde.")
    if made.reviewed and not made.issued.blind:
        say(f"Al beoordeeld en daarom niet in dit werkboek: {statements(made.reviewed)}.")


def _why_none(made: "Exported") -> str:
    if made.issued.kind == "twijfel":
        return "bij geen enkele uitspraak is het laatste oordeel 'Twijfel'"
    if made.issued.kind == "geschillen":
        return "over geen enkele uitspraak verschillen twee mensen nog van oordeel"
    if made.issued.kind == "opnieuw":
        return "geen enkel oordeel heeft een code die iets anders is gaan betekenen"
    if made.issued.blind:
        return f"in ronde {made.issued.round} is niets geloot"
    return (
        f"alle {statements(made.reviewed)} zijn al beoordeeld" if made.reviewed else "er zijn geen uitspraken"
    )
