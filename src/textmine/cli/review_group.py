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


def export_command(corpus: str, *options: str, reviewer: str = "") -> str:
    """Return the whole command for a workbook, so that people can copy it."""
    return " ".join(("textmine review export", corpus, *options, "--reviewer", quoted(reviewer or "NAAM")))


def quoted(word: str) -> str:
    """Return ``word`` as it stands on a command line."""
    return f'"{word}"' if " " in word else word


def disputed(corpus: str, number: int) -> str:
    """Say how many disputes there are, and how a third person settles them."""
    found = count(number, "geschil", "geschillen")
    return f"Er {are(number)} {found}. Laat een derde beslissen: {export_command(corpus, '--disputes')}"


def are(number: int) -> str:
    """Return the verb that fits a number."""
    return "is" if number == 1 else "zijn"


def statements(number: int) -> str:
    """Return a number of statements in words."""
    return count(number, "uitspraak", "uitspraken")


def count(number: int, one: str, more: str) -> str:
    """Return a number with the right word."""
    return f"{number} {one if number == 1 else more}"
