"""The commands of ``textmine points``."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from textmine.cli.arguments import CorpusArgument, corpus_folder
from textmine.cli.console import WRONG_INPUT, err, friendly_errors
from textmine.cli.dutch import DutchCommand, DutchGroup
from textmine.cli.review_group import count, say

if TYPE_CHECKING:
    from textmine.review.point_returned import Outcome

_SHOWN = 20

points = typer.Typer(
    cls=DutchGroup,
    no_args_is_help=True,
    help="Stuurt punten naar mensen die ze bewerken, en leest hun besluiten weer in.",
)


@points.command("export", cls=DutchCommand)
def export(
    corpus: CorpusArgument,
    reviewer: Annotated[
        str, typer.Option(metavar="NAAM", help="Voor wie het werkboek is; deze naam staat er al in.")
    ] = "",
) -> None:
    """Maakt een werkboek om punten een naam te geven, samen te voegen, te splitsen of weg te laten."""
    with friendly_errors():
        from textmine.pipeline.points_workbook import export_points  # noqa: PLC0415

        made = export_points(corpus_folder(corpus), reviewer)
        say(
            f"Gemaakt: {made.path}, met {count(made.mains, 'hoofdpunt', 'hoofdpunten')}, "
            f"{count(made.points, 'punt', 'punten')} en {count(made.texts, 'tekst', 'teksten')}."
        )
        say(f"Is het ingevuld? Voer dan uit: textmine points import {corpus} {made.path}")


@points.command("import", cls=DutchCommand)
def import_(
    corpus: CorpusArgument,
    files: Annotated[
        list[Path], typer.Argument(metavar="BESTAND...", help="De ingevulde werkboeken, als .xlsx of .ods.")
    ],
    reviewer: Annotated[
        str, typer.Option(metavar="NAAM", help="Wie besloot, voor rijen zonder naam bij Beoordelaar.")
    ] = "",
) -> None:
    """Leest ingevulde werkboeken over punten in; wat u niet veranderde, is geen besluit."""
    with friendly_errors():
        from textmine.pipeline.points_workbook import import_points  # noqa: PLC0415

        now = dt.datetime.now().astimezone().isoformat(timespec="seconds")
        found = [import_points(corpus_folder(corpus), file, reviewer, now) for file in files]
        for file, outcome in zip(files, found, strict=True):
            _show(file, outcome)
        if any(outcome.taken for outcome in found):
            say(f"Voer 'textmine run {corpus}' uit om deze besluiten mee te laten tellen.")
        if any(outcome.refused for outcome in found):
            raise SystemExit(WRONG_INPUT)


def _show(file: Path, outcome: "Outcome") -> None:
    say(f"{file}: {count(outcome.taken, 'besluit', 'besluiten')} overgenomen, {outcome.known} al bekend.")
    if outcome.later:
        say(
            f"Let op: over {count(outcome.later, 'cel', 'cellen')} besloot dezelfde persoon later anders; "
            "dit is een ouder werkboek, dus het latere besluit blijft staan."
        )
    for refused in outcome.refused[:_SHOWN]:
        value = f" '{refused.value}'" if refused.value else ""
        column = f", kolom {refused.column}" if refused.column else ""
        where = f"blad {refused.sheet}, rij {refused.row}{column}{value}"
        err.print(f"- {where}: {refused.reason}.", markup=False, soft_wrap=True)
    if len(outcome.refused) > _SHOWN:
        err.print(f"  en nog {len(outcome.refused) - _SHOWN} cellen.", markup=False)
    if outcome.refused:
        say("Verbeter dit in het werkboek en lees dat opnieuw in; wat al is overgenomen, telt niet dubbel.")
