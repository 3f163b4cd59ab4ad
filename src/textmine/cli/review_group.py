"""The group of commands ``textmine review``, and how they speak."""

import typer

from textmine.cli.console import out
from textmine.cli.dutch import DutchGroup

review = typer.Typer(
    cls=DutchGroup,
    no_args_is_help=True,
    help="Stuurt uitspraken naar beoordelaars en leest hun oordelen weer in.",
)


def say(text: str) -> None:
    """Show a line as it is."""
    out.print(text, markup=False, soft_wrap=True)


def statements(number: int) -> str:
    """Return a number of statements in words."""
    return count(number, "uitspraak", "uitspraken")


def count(number: int, one: str, more: str) -> str:
    """Return a number with the right word."""
    return f"{number} {one if number == 1 else more}"
