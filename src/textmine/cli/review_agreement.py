"""The command ``textmine review agreement``."""

from typing import TYPE_CHECKING, Annotated

import typer

from textmine.cli.arguments import CorpusArgument, corpus_folder
from textmine.cli.console import friendly_errors, out
from textmine.cli.dutch import DutchCommand
from textmine.cli.review_group import count, export_command, review, say, statements

if TYPE_CHECKING:
    from textmine.pipeline.review_agreement import Found
    from textmine.report.agreement import Measured


@review.command("agreement", cls=DutchCommand)
def agreement(
    corpus: CorpusArgument,
    number: Annotated[
        int | None,
        typer.Option("--round", min=1, metavar="RONDE", help="Alleen deze ronde; anders alle rondes samen."),
    ] = None,
) -> None:
    """Toont hoe goed beoordelaars het eens zijn over uitspraken die zij los van elkaar beoordeelden."""
    with friendly_errors():
        from textmine.pipeline.review_agreement import agreement as measure  # noqa: PLC0415

        _show(corpus, measure(corpus_folder(corpus), number))


def _show(corpus: str, found: "Found") -> None:
    from textmine.report.agreement import (  # noqa: PLC0415
        ALPHA,
        F1,
        INTERVAL,
        NONE_YET,
        RULE,
        measured,
        warnings,
    )

    rows = measured(found.agreement, found.codebook)
    if rows:
        say(RULE)
        for row in rows:
            _show_dimension(row)
        say("")
        for names, warning in warnings(rows):
            say(f"Let op bij {names}: {warning}")
        say("")
        for text in (ALPHA, INTERVAL, F1):
            say(text)
    else:
        say(NONE_YET)
        say(_way_out(corpus, found.rounds))
    _show_basis(found)


def _way_out(corpus: str, rounds: tuple[int, ...]) -> str:
    if not rounds:
        return f"Maak eerst een ronde: {export_command(corpus)}"
    command = export_command(corpus, "--round", str(rounds[-1]), "--blind")
    return f"Maak een werkboek voor een tweede beoordelaar: {command}"


def _show_dimension(row: "Measured") -> None:
    from rich.markup import escape  # noqa: PLC0415
    from rich.table import Table as Grid  # noqa: PLC0415

    out.print(f"\n[bold]{escape(row.name)}[/]: {escape(row.verdict)}", soft_wrap=True)
    say(f"  {row.measure}: {row.alpha} ({row.alpha_interval})")
    say(f"  Gelijk gecodeerd: {row.agreement} ({row.agreement_interval})")
    say(f"  Gemeten op: {row.rests_on}")
    grid = Grid()
    grid.add_column("Code", overflow="fold")
    for heading in ("Cijfer", "95 %-interval", "Keer gegeven", "Uitspraken"):
        grid.add_column(heading, justify="right")
    for code in row.codes:
        name = f"  {code.name}" if code.sub else code.name
        grid.add_row(escape(name), code.score, code.interval, str(code.given), str(code.units))
    out.print(grid)


def _show_basis(found: "Found") -> None:
    counting = found.counting
    if found.rounds:
        which = ("ronde " if len(found.rounds) == 1 else "rondes ") + ", ".join(map(str, found.rounds))
        say(
            f"In de steekproef ({which}): {count(counting.sampled, 'tekst', 'teksten')}, waarvan "
            f"{counting.double} door twee of meer mensen los van elkaar beoordeeld."
        )
    if counting.together:
        say(f"Niet geteld, omdat iedereen het voorstel zag: {statements(counting.together)}.")
    if counting.outdated:
        say(
            f"Niet overal geteld, omdat een code niet meer in het codeboek staat: "
            f"{statements(counting.outdated)}. Zet de oude code bij 'replaces' van de nieuwe code."
        )
    if found.unlogged:
        numbers = ", ".join(map(str, found.unlogged))
        say(
            f"Let op: er zijn oordelen uit ronde {numbers}, maar in de map rounds staat niet wat er toen is "
            "geloot. Die oordelen tellen hier niet mee; zet de map terug uit git."
        )
