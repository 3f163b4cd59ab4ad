"""The command ``textmine review export``."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from textmine.cli.arguments import CorpusArgument, corpus_folder
from textmine.cli.console import friendly_errors
from textmine.cli.dutch import DutchCommand
from textmine.cli.review_group import are, count, export_command, quoted, review, say, statements
from textmine.errors import ConfigError

if TYPE_CHECKING:
    from textmine.pipeline.review_export import Exported

DEFAULT_SIZE = 200
DEFAULT_SHARE = 0.5


@review.command("export", cls=DutchCommand)
def export(  # noqa: PLR0913  # every option of a command is an argument
    corpus: CorpusArgument,
    reviewer: Annotated[
        str, typer.Option(metavar="NAAM", help="Voor wie het werkboek is; deze naam staat er al in.")
    ] = "",
    size: Annotated[
        int, typer.Option(min=1, max=1_000_000, metavar="AANTAL", help="Hoeveel teksten de ronde heeft.")
    ] = DEFAULT_SIZE,
    share: Annotated[
        float,
        typer.Option(
            min=0,
            max=1,
            metavar="DEEL",
            help="Welk deel van de ronde geloot wordt; daarmee worden aantallen berekend. De andere teksten "
            "zijn die waarvan het model het meest leert.",
        ),
    ] = DEFAULT_SHARE,
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

        if not reviewer.strip():
            chosen = {
                "--new-round": new_round,
                "--round": again,
                "--blind": blind,
                "--doubt": doubt,
                "--disputes": disputes,
                "--changed": changed,
                "--size": size if size != DEFAULT_SIZE else None,
                "--share": share if share != DEFAULT_SHARE else None,
                "--seed": seed or None,
                "--output": output,
                "--overwrite": overwrite,
            }
            raise ConfigError(_nobody(corpus, chosen))
        if blind and again is None:
            raise ConfigError(
                "--blind hoort bij een ronde die er al is; geef met --round op welke: "
                + export_command(corpus, "--round", "RONDE", "--blind", reviewer=reviewer)
            )
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


def _nobody(corpus: str, chosen: Mapping[str, object]) -> str:
    """Say that the name is missing, with the whole command as it was meant."""
    options: list[str] = []
    for name, value in chosen.items():
        if value is not None and value is not False:
            options += [name] if value is True else [name, quoted(str(value))]
    return (
        "er staat niet bij voor wie het werkboek is. Geef de naam of initialen op van wie beoordeelt: "
        + export_command(corpus, *options)
    )


def _show_export(corpus: str, made: "Exported") -> None:
    if made.path is None:
        say(f"Er is geen werkboek gemaakt: {_why_none(corpus, made)}.")
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
            f"maakt u met: {export_command(corpus, '--doubt')}"
        )
    if made.path is not None:
        say(f"Is het ingevuld? Voer dan uit: textmine review import {corpus} {made.path}")


def _show_round(made: "Exported") -> None:
    drawn = f"{made.sample} van deze teksten {are(made.sample)} geloot"
    say(f"Dit is ronde {made.issued.round}; {drawn if made.sample else 'geen van deze teksten is geloot'}.")
    if made.issued.blind:
        say("De voorstellen staan er niet in, want dit is voor een tweede beoordelaar.")
    elif made.left_out:
        waiting = f"Er {'wacht' if made.left_out == 1 else 'wachten'} nog"
        say(f"{waiting} {count(made.left_out, 'tekst', 'teksten')} op een latere ronde.")
    if made.reviewed and not made.issued.blind:
        say(f"Al beoordeeld en daarom niet in dit werkboek: {statements(made.reviewed)}.")


_NONE = {
    "twijfel": "bij geen enkele uitspraak is het laatste oordeel 'Twijfel'",
    "geschillen": "over geen enkele uitspraak verschillen twee mensen nog van oordeel",
    "opnieuw": "geen enkel oordeel heeft een code die iets anders is gaan betekenen",
}
"""Why there is no workbook of this kind."""


def _why_none(corpus: str, made: "Exported") -> str:
    if made.issued.kind in _NONE:
        return _NONE[made.issued.kind]
    if made.issued.blind and not made.gone:
        return f"in ronde {made.issued.round} is niets geloot"
    if made.gone:
        texts = "gelote teksten" if made.issued.blind else "teksten zonder oordeel"
        return f"de {texts} van ronde {made.issued.round} staan niet meer in de bronnen"
    if made.reviewed:
        return "er is niets meer zonder oordeel"
    return (
        "er zijn geen uitspraken. Zet leesbare bestanden in de map raw van het corpus en voer "
        f"'textmine run {corpus}' uit"
    )
