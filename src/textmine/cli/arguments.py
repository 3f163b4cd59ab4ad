"""Arguments that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

from textmine.errors import ConfigError

CorpusArgument = Annotated[
    str, typer.Argument(metavar="CORPUS", help="De naam van een map in 'corpora', of het pad van een map.")
]


def corpus_folder(corpus: str) -> Path:
    """Return the folder of a corpus given by name or path.

    Raises
    ------
    ConfigError
        When there is no such folder.
    """
    for folder in (Path("corpora", corpus), Path(corpus)):
        if folder.is_dir():
            return folder
    if Path(corpus).exists():
        raise ConfigError(f"'{corpus}' is een bestand; geef de naam of de map van een corpus op")
    known = sorted(path.parent.name for path in Path("corpora").glob("*/corpus.yaml"))
    choice = f"kies uit {', '.join(known)}" if known else "ga eerst naar de hoofdmap van uw project"
    raise ConfigError(f"corpus '{corpus}' bestaat niet; {choice}, of maak het met 'textmine new {corpus}'")
