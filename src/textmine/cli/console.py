"""What the analyst sees in the terminal: progress, messages, exit codes."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NoReturn, Self

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)

from textmine.errors import TextmineError

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)

WRONG_INPUT = 1
"""Exit code when something the analyst gave cannot be used."""
STOPPED = 130
"""Exit code after Ctrl-C."""

STEP_TITLES = {
    "ingest": "Bestanden lezen",
    "repair": "Tekst herstellen",
    "segment": "Uitspraken vinden",
    "deduplicate": "Gelijke uitspraken groeperen",
    "embed": "Betekenis berekenen",
    "topics": "Tekstonderwerpen vinden",
    "landscape": "Tekstonderwerpen in een vlak zetten",
    "train": "Model trainen op het codeboek",
    "classify": "Uitspraken coderen",
    "points": "Punten vinden",
    "register": "Reacties registreren",
    "estimate": "Aandelen corrigeren",
    "learn": "Nagaan of het genoeg is",
    "analyse": "Tabellen maken",
    "compare": "Punten vergelijken",
    "agree": "Overeenstemming meten",
    "minutes": "Verslagen vergelijken",
    "abbreviations": "Afkortingen nagaan",
    "dossiers": "Dossiers maken",
    "publish": "Rapport en werkboek schrijven",
    "merge": "Delen samenvoegen",
    "reconcile": "Delen en geheel laten aansluiten",
    "conclude": "Eindrapport en werkboek schrijven",
}


def fail(message: str) -> NoReturn:
    """Print ``message`` as one error and stop."""
    err.print("[bold red]Fout:[/] ", end="")
    err.print(message, markup=False, soft_wrap=True)
    raise SystemExit(WRONG_INPUT)


@contextmanager
def friendly_errors() -> Iterator[None]:
    """Turn errors a person can act on into one message; all other errors keep their traceback."""
    try:
        yield
    except TextmineError as error:
        fail(str(error))
    except MemoryError:
        fail(
            "er is te weinig geheugen voor dit werk; sluit andere programma's, kies --workers 1, of deel "
            "grote bestanden op. De tabellen van de vorige keer zijn nog heel"
        )
    except KeyboardInterrupt:
        err.print("Gestopt. De tabellen van de vorige keer zijn nog heel.")
        raise SystemExit(STOPPED) from None


class Bars:
    """Progress bars for a run; on a console without a screen one line per finished step."""

    def __init__(self, double_coded: Callable[[], bool]) -> None:
        """Remember how to ask, after that step, whether anything was coded twice."""
        self._double_coded = double_coded
        self._bars = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(bar_width=30),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=out,
            transient=True,
            disable=not sys.stdout.isatty(),
        )

    def __enter__(self) -> Self:
        self._bars.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bars.stop()

    def start(self, step: str, total: int | None) -> None:
        """Show a bar for the step."""
        self._task = self._bars.add_task(STEP_TITLES[step], total=total)

    def advance(self) -> None:
        """Move the bar one unit."""
        self._bars.advance(self._task)

    def finish(self, step: str, rows: dict[str, int], seconds: float) -> None:
        """Replace the bar by one line with the main result of the step."""
        self._bars.remove_task(self._task)
        name, count = next(iter(rows.items()), ("", None))
        found = f"{count:>8} {_noun(name, count)}" if count is not None else ""
        if step == "agree" and not self._double_coded():
            found = f"{'–':>8} nog niets dubbel gecodeerd"
        out.print(f"[green]✓[/] {STEP_TITLES[step]:<34}{seconds:7.1f} s{found}")


def _noun(name: str, count: int) -> str:
    """Return what the rows of a table are called, in the singular for one."""
    noun = NOUNS[name]
    return noun if count != 1 else " ".join(_ONE.get(word, word) for word in noun.split())


_ONE = {
    "teksten": "tekst",
    "uitspraken": "uitspraak",
    "uitspraken,": "uitspraak,",
    "tekstonderwerpen": "tekstonderwerp",
    "kansen": "kans",
    "gecorrigeerde": "gecorrigeerd",
    "aandelen": "aandeel",
    "algemene": "algemeen",
    "punten": "punt",
    "reacties": "reactie",
    "regels": "regel",
    "maten": "maat",
    "afkortingen": "afkorting",
}
NOUNS = {
    "sources": "teksten gelezen",
    "documents": "teksten hersteld",
    "statements": "uitspraken",
    "groups": "uitspraken gegroepeerd",
    "embeddings": "uitspraken, voorbeelden en codes",
    "topics": "tekstonderwerpen",
    "landscape": "tekstonderwerpen in het vlak",
    "assignments": "kansen op een code",
    "points": "punten",
    "register": "reacties in het register",
    "estimates": "gecorrigeerde aandelen",
    "learning_curve": "punten op de leercurve",
    "funnel": "regels in de trechter",
    "generic_points": "algemene punten",
    "agreement": "maten van overeenstemming",
    "changes": "veranderde uitspraken",
    "abbreviations": "afkortingen",
    "dossiers": "regels in de dossiers",
    "open_work": "punten open werk",
    "part_counts": "aantallen",
}
