"""The command ``textmine review changes``."""

from typing import TYPE_CHECKING

from textmine.cli.arguments import CorpusArgument, corpus_folder
from textmine.cli.console import friendly_errors, out
from textmine.cli.dutch import DutchCommand
from textmine.cli.review_group import count, review, say, statements

if TYPE_CHECKING:
    from textmine.pipeline.review_changes import Changes


@review.command("changes", cls=DutchCommand)
def changes(corpus: CorpusArgument) -> None:
    """Toont wat er in het codeboek is gewijzigd, en welke oordelen u daarom opnieuw moet bekijken."""
    with friendly_errors():
        from textmine.pipeline.review_changes import changes as compare  # noqa: PLC0415

        _show(compare(corpus_folder(corpus)))


def _show(found: "Changes") -> None:
    from textmine.report.codebook_log import plain  # noqa: PLC0415

    say(plain(found.log))
    say("")
    if not found.older:
        say("Er zijn geen oordelen onder een oudere versie.")
    for use in found.older:
        judgements = count(use.judgements, "oordeel", "oordelen")
        say(f"Onder versie {use.version}: {judgements} over {statements(use.statements)}.")
    for version in found.unknown:
        say(
            f"Let op: van versie {version} is er geen kopie. Zoek in git het codeboek van toen en zet het "
            f"terug als {found.path.parent / version}.yaml; anders moet u deze oordelen opnieuw bekijken."
        )
    if found.older:
        _show_again(found)
    say(f"De wijzigingen staan ook in {found.path}.")


def _show_again(found: "Changes") -> None:
    from rich.markup import escape  # noqa: PLC0415
    from rich.table import Table as Grid  # noqa: PLC0415

    if not found.statements:
        say("Geen daarvan hoeft u opnieuw te bekijken: de gegeven codes betekenen nog hetzelfde.")
        return
    say(f"Opnieuw te bekijken: {statements(found.statements)}.")
    if found.unsure:
        say(
            f"Bij {statements(found.unsure)} is niet bekend of een code nu iets anders betekent, omdat er "
            "geen kopie is van het codeboek van toen."
        )
    if not found.again:
        return
    grid = Grid()
    grid.add_column("Vraag", overflow="fold")
    grid.add_column("Code en reden", overflow="fold")
    grid.add_column("Uitspraken", justify="right", no_wrap=True)
    for reason, number in found.again:
        name = found.codebook.by_id[reason.dimension].name
        grid.add_row(escape(name), escape(reason.sentence), str(number))
    out.print(grid)
