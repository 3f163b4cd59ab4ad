"""Help in Dutch: the words that typer itself adds to every command."""

from typing import Any

from typer import rich_utils
from typer.core import TyperCommand, TyperGroup

_WORDS = {
    "Usage: ": "Gebruik: ",
    "[OPTIONS]": "[KEUZES]",
    "COMMAND [ARGS]...": "OPDRACHT ...",
}


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
    """A group of commands whose usage line and help option are Dutch."""

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
