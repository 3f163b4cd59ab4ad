"""Read the parts of a dialogue: corpora beside it, as their last run left them."""

import hashlib
import json
from pathlib import Path

import pandas as pd

from textmine.analysis.parts import AnyPart, Part, Unread, whole_corpus
from textmine.corpus import Corpus
from textmine.dialogue import DialoguePart
from textmine.errors import ConfigError, SourceError, TableError
from textmine.store import decisions, parquet, raw
from textmine.store.yaml_files import load_codebook, load_corpus, load_dialogue
from textmine.tables import (
    Assignments,
    CodeCounts,
    Crosses,
    Documents,
    Files,
    Funnel,
    Memberships,
    OpenWork,
    Spans,
    Statements,
    Table,
)

TABLES: dict[str, type[Table]] = {
    "files": Files,
    "documents": Documents,
    "spans": Spans,
    "statements": Statements,
    "memberships": Memberships,
    "funnel": Funnel,
    "code_counts": CodeCounts,
    "crosses": Crosses,
    "open_work": OpenWork,
}
"""What is read whole of every part, beside ``ASSIGNMENTS`` and ``CARD``."""

ASSIGNMENTS = "derived/assignments.parquet"
CARD = "derived/classifier/card.json"


def codebook_path(folder: Path) -> Path:
    """Return the path of the codebook of the whole."""
    return folder / load_dialogue(folder).codebook


def read_corpus(folder: Path) -> Corpus:
    """Return the parts of the dialogue in ``folder`` as one corpus."""
    dialogue = load_dialogue(folder)
    corpora = {part.corpus: load_corpus(_part(folder, part)) for part in dialogue.parts}
    return whole_corpus(dialogue, corpora)


def read_parts(folder: Path) -> tuple[AnyPart, ...]:
    """Read all parts of the dialogue in ``folder``, in its order.

    Raises
    ------
    ConfigError
        When a part does not exist, or its configuration is wrong.
    """
    return tuple(_read(folder, part) for part in load_dialogue(folder).parts)


def _part(folder: Path, part: DialoguePart) -> Path:
    """Return the folder of a part: it lies beside that of the dialogue."""
    place = folder.resolve().parent / part.corpus
    if not (place / "corpus.yaml").is_file():
        known = ", ".join(sorted(path.parent.name for path in place.parent.glob("*/corpus.yaml")))
        raise ConfigError(
            f"{folder / 'dialogue.yaml'}: deel '{part.corpus}' bestaat niet in {folder.parent}; "
            + (f"kies uit {known}" if known else "maak het corpus met 'textmine new'")
        )
    return place


def _read(folder: Path, part: DialoguePart) -> AnyPart:
    place = _part(folder, part)
    corpus = load_corpus(place)
    codebook = load_codebook(place / corpus.codebook)
    try:
        tables = {
            name: parquet.read(table, place / f"derived/{name}.parquet") for name, table in TABLES.items()
        }
        return Part(
            name=part.corpus,
            title=part.name,
            corpus=corpus,
            codebook=codebook,
            trained_on=_trained_on(place),
            on_disk=_on_disk(place),
            assignments=_assigned(place / ASSIGNMENTS),
            decisions=decisions.read(place / "decisions.csv"),
            **tables,
        )
    except TableError as error:
        again = f"voer 'textmine run {part.corpus}' uit"
        told = f"het deel is niet (helemaal) verwerkt en doet nog niet mee; {again} ({error})"
        return Unread(part.corpus, part.name, told)


def _assigned(path: Path) -> pd.DataFrame:
    """Read the codes that were assigned; the others are many times as many."""
    parts = [rows[rows[Assignments.assigned]] for rows in parquet.partitions(Assignments, path)]
    return pd.concat(parts, ignore_index=True)


def _trained_on(place: Path) -> str:
    """Return the version of the codebook that the classifier of a part learned."""
    try:
        return str(json.loads((place / CARD).read_text("utf-8"))["codebook"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise TableError(f"{place / CARD}: het getrainde model ontbreekt of is beschadigd") from error


def _on_disk(place: Path) -> dict[str, str]:
    """Return the sha256 of every file in ``raw`` that can be read."""
    found = {}
    for file in raw.source_files(place / "raw"):
        path = file.path.encode("utf-8", "backslashreplace").decode("utf-8")
        try:
            found[path] = hashlib.sha256(file.read()).hexdigest()
        except SourceError:  # the run set it aside as well, with the reason
            found[path] = ""
    return found
