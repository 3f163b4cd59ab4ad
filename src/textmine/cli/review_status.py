"""The command ``textmine review status``."""

from typing import TYPE_CHECKING

from textmine.cli.arguments import CorpusArgument, corpus_folder
from textmine.cli.console import friendly_errors, out
from textmine.cli.dutch import DutchCommand
from textmine.cli.review_group import are, count, disputed, export_command, review, say

if TYPE_CHECKING:
    from textmine.pipeline.review_status import ReviewStatus
    from textmine.review.progress import Progress


@review.command("status", cls=DutchCommand)
def status(corpus: CorpusArgument) -> None:
    """Toont per ronde wat is beoordeeld en wat nog open staat, en of het genoeg is."""
    with friendly_errors():
        from textmine.pipeline.review_status import review_status  # noqa: PLC0415

        _show(corpus, review_status(corpus_folder(corpus)))


def _show(corpus: str, found: "ReviewStatus") -> None:
    if found.rounds:
        _show_rounds(corpus, found.rounds)
    else:
        say("Er is nog geen ronde.")
    if found.disputes:
        say(disputed(corpus, found.disputes))
    if not found.advice:
        say(f"\nEr is nog geen advies; voer uit: textmine run {corpus}")
        return
    out.print("\n[bold]Is het genoeg?[/]")
    for message in found.advice:
        say(f"- {message}")
    if found.outdated:
        say(
            "Sinds het laatste advies is er een ronde gemaakt, of zijn er oordelen ingelezen. Voer voor een "
            f"volledig advies uit: textmine run {corpus}"
        )


def _show_rounds(corpus: str, rounds: "tuple[Progress, ...]") -> None:
    from rich.table import Table as Grid  # noqa: PLC0415

    grid = Grid(title="Rondes, in teksten", title_justify="left")
    for heading in ("Ronde", "Teksten", "Geloot", "Beslist", "Nog open", "Tweede beoordelaar"):
        grid.add_column(heading, justify="right")
    for one in rounds:
        second = f"{one.second} van {one.drawn}"
        numbers = (one.round, one.texts, one.drawn, one.decided, one.open)
        grid.add_row(*map(str, numbers), second)
    out.print(grid)
    for one in rounds:
        if one.split:
            split = count(one.split, "tekst is gesplitst", "teksten zijn gesplitst")
            say(f"Ronde {one.round}: {split}; de delen kunnen in een volgende ronde komen.")
        if one.open and not one.open_drawn and one.decided:
            say(_only_chosen(corpus, one))
        if one.gone:
            gone = count(one.gone, "tekst staat", "teksten staan")
            say(f"Ronde {one.round}: {gone} niet meer in de bronnen, en {_falls(one.gone)} daarmee af.")
        if one.doubts:
            say(
                f"Ronde {one.round}: bij {count(one.doubts, 'gelote tekst', 'gelote teksten')} is er twijfel."
            )


def _only_chosen(corpus: str, one: "Progress") -> str:
    """Say that nothing that was drawn is open any more, so that the round need not be finished."""
    which = "de tekst die nog open staat, is" if one.open == 1 else "de teksten die nog open staan, zijn"
    them = "die" if one.open == 1 else "ze"
    finish = export_command(corpus, "--round", str(one.round))
    return (
        f"Ronde {one.round}: {which} gekozen en niet geloot. Voor de aantallen {are(one.open)} {them} niet "
        f"nodig. Toch afmaken: {finish}. Een nieuwe ronde met --new-round wacht er niet op."
    )


def _falls(number: int) -> str:
    return "valt" if number == 1 else "vallen"
