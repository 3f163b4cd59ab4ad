"""The commands of ``textmine register``."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from textmine.cli.arguments import CorpusArgument, corpus_folder
from textmine.cli.console import WRONG_INPUT, err, friendly_errors
from textmine.cli.dutch import DutchCommand, DutchGroup
from textmine.cli.review_group import count, say

if TYPE_CHECKING:
    from textmine.register.returned import Taken

_SHOWN = 20

register = typer.Typer(
    cls=DutchGroup,
    no_args_is_help=True,
    help="Maakt van reacties een reactienota: registratienummers, antwoorden en wijzigingen.",
)


@register.command("export", cls=DutchCommand)
def export(
    corpus: CorpusArgument,
    reviewer: Annotated[str, typer.Option(metavar="NAAM", help="Voor wie het werkboek is.")],
) -> None:
    """Geeft elke reactie een registratienummer en maakt een werkboek om punten te beantwoorden."""
    with friendly_errors():
        from textmine.pipeline.register import export as write  # noqa: PLC0415

        found = write(corpus_folder(corpus), reviewer, _now())
        say(f"Gemaakt: {found.path}")
        if found.numbered:
            say(f"{count(found.numbered, 'reactie kreeg', 'reacties kregen')} een registratienummer.")
        say(f"Nog zonder antwoord: {count(found.open, 'punt', 'punten')}.")
        say(f"Lees het ingevulde werkboek in met: textmine register import {corpus} {found.path}")


@register.command("import", cls=DutchCommand)
def import_(
    corpus: CorpusArgument,
    files: Annotated[list[Path], typer.Argument(metavar="BESTAND...", help="De ingevulde werkboeken.")],
    reviewer: Annotated[
        str, typer.Option(metavar="NAAM", help="Wie het invulde, als dat een ander is dan in het werkboek.")
    ] = "",
) -> None:
    """Leest ingevulde werkboeken in; wat niet kan worden gebruikt, wordt genoemd met blad, rij en waarde."""
    with friendly_errors():
        from textmine.pipeline.register import take_in  # noqa: PLC0415

        folder = corpus_folder(corpus)
        found = [(path, take_in(folder, path, reviewer, _now())) for path in files]
        for path, taken in found:
            _show(path, taken)
        if any(taken.taken for _, taken in found):
            say(f"Voer 'textmine run {corpus}' uit om dit mee te laten tellen.")
        if any(taken.refused for _, taken in found):
            raise SystemExit(WRONG_INPUT)


def _now() -> str:
    return dt.datetime.now().astimezone().isoformat(timespec="seconds")


def _show(path: Path, taken: "Taken") -> None:
    say(f"{path}:")
    for label, number in (
        ("Overgenomen", taken.taken),
        ("Al bekend", taken.known),
        ("Geweigerd", len(taken.refused)),
    ):
        say(f"  {label:<14}{count(number, 'rij', 'rijen'):>12}")
    for row in taken.refused[:_SHOWN]:
        where = f"blad {row.sheet}, rij {row.row}, '{row.value}'"
        err.print(f"- {where}: {row.reason}.", markup=False, soft_wrap=True)
    if len(taken.refused) > _SHOWN:
        err.print(f"  en nog {len(taken.refused) - _SHOWN} rijen.", markup=False)
