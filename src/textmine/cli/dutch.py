"""Help in Dutch: the words that typer itself adds to every command."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import typer
from typer import rich_utils
from typer.core import TyperCommand, TyperGroup

_WORDS = {
    "Usage: ": "Gebruik: ",
    "[OPTIONS]": "[KEUZES]",
    "COMMAND [ARGS]...": "OPDRACHT ...",
}


_MESSAGES = tuple(
    (re.compile(pattern), said)
    for pattern, said in (
        (r"Missing (?:argument|option|parameter) (.+?)\..*", r"\1 ontbreekt"),
        (r"Invalid value for (.+?): .*valid integer.*", r"\1: hier hoort een geheel getal te staan"),
        (r"Invalid value for (.+?): .*greater than or equal to (\S+).*", r"\1 moet minstens \2 zijn"),
        (r"Invalid value for (.+?): .*less than or equal to (\S+).*", r"\1 moet hoogstens \2 zijn"),
        (r"Invalid value for (.+?): .*in the range (\S+?)\.?", r"\1 moet liggen in \2"),
        (r"Invalid value for (.+?): (.*)", r"\1 kan niet (\2)"),
        (r"No such option: (\S+)(?: .*?[:?] ?(.+?)[)?]+)?", r"keuze '\1' bestaat niet"),
        (r"No such command (.+?)\. Did you mean (.+?)\?", r"opdracht \1 bestaat niet; bedoelt u \2?"),
        (r"No such command (.+?)\.", r"opdracht \1 bestaat niet"),
        (r"Got unexpected extra argument\(?s?\)? \((.+)\)", r"'\1' is te veel"),
        (r"Option (.+?) requires .*argument.*", r"achter \1 ontbreekt een waarde"),
    )
)
"""What the parser of the command line says, as a pattern, and what the analyst reads."""

_UsageError: Any = typer.BadParameter.__mro__[1]


def said_in_dutch(message: str) -> str:
    """Return in Dutch what the parser of the command line says; an unknown message stays as it is."""
    flat = " ".join(message.split())
    for pattern, said in _MESSAGES:
        if found := pattern.fullmatch(flat):
            return found.expand(said)
    return message


@contextmanager
def _refusing_in_dutch() -> Iterator[None]:
    try:
        yield
    except _UsageError as error:
        if type(error).__name__ == "NoArgsIsHelpError":  # the help, in Dutch already
            raise
        if type(error) is _UsageError:
            error.message = said_in_dutch(error.message)
            raise
        raise _UsageError(said_in_dutch(error.format_message()), error.ctx) from error


def speak_dutch() -> None:
    """Set the titles and messages of typer's help and errors."""
    rich_utils.DEFAULT_STRING = "[standaard: {}]"
    rich_utils.REQUIRED_LONG_STRING = "[verplicht]"
    rich_utils.ERRORS_PANEL_TITLE = "Fout"
    rich_utils.ABORTED_TEXT = "Afgebroken."
    rich_utils.RICH_HELP = "Probeer [blue]'{command_path} {help_option}'[/] voor uitleg."
    rich_utils.ARGUMENTS_PANEL_TITLE = "Wat u opgeeft"
    rich_utils.OPTIONS_PANEL_TITLE = "Keuzes"
    rich_utils.COMMANDS_PANEL_TITLE = "Opdrachten"


class DutchCommand(TyperCommand):
    """A command whose usage line and help option are Dutch."""

    def get_usage(self, ctx: Any) -> str:
        """Return the usage line."""
        return _translated(super().get_usage(ctx))

    def get_help_option(self, ctx: Any) -> Any:
        """Return the help option with its Dutch sentence."""
        return _explained(super().get_help_option(ctx))


class DutchGroup(TyperGroup):
    """A group of commands whose usage line, help option and refusals are Dutch."""

    def make_context(self, *args: Any, **kwargs: Any) -> Any:
        """Read the words of the command line that belong to this group."""
        with _refusing_in_dutch():
            return super().make_context(*args, **kwargs)

    def invoke(self, ctx: Any) -> Any:
        """Read the words of the command that was named, and call it."""
        with _refusing_in_dutch():
            return super().invoke(ctx)

    def get_usage(self, ctx: Any) -> str:
        """Return the usage line."""
        return _translated(super().get_usage(ctx))

    def get_help_option(self, ctx: Any) -> Any:
        """Return the help option with its Dutch sentence."""
        return _explained(super().get_help_option(ctx))


def _translated(usage: str) -> str:
    for english, dutch in _WORDS.items():
        usage = usage.replace(english, dutch)
    return usage


def _explained(option: Any) -> Any:
    if option is not None:
        option.help = "Toont deze uitleg en stopt."
    return option
