"""A new corpus: the folder, a filled-in beginning of ``corpus.yaml``, and a codebook to start from."""

import re
from importlib import resources
from pathlib import Path

from textmine.errors import ConfigError
from textmine.store import (
    abbreviation_list,
    comments,
    decisions,
    point_edits,
    register,
    settled,
    splits,
)
from textmine.store.atomic import write_text

KINDS = {"verslagen": "minutes", "reacties": "responses"}


def create_corpus(corpora: Path, name: str, kind: str) -> Path:
    """Create ``corpora/name`` for minutes (``verslagen``) or responses (``reacties``) and return its folder.

    Raises
    ------
    ConfigError
        When the name cannot be a folder's name, the kind is unknown, or the folder exists.
    """
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]*", name):
        raise ConfigError(
            f"'{name}' kan geen naam van een corpus zijn; gebruik letters, cijfers en streepjes"
        )
    if kind not in KINDS:
        raise ConfigError(f"soort '{kind}' bestaat niet; kies uit {', '.join(KINDS)}")
    folder = corpora / name
    if folder.exists():
        raise ConfigError(f"{folder}: deze map bestaat al; kies een andere naam")
    (folder / "raw").mkdir(parents=True)
    templates = resources.files("textmine.store").joinpath("templates")
    for file in ("corpus", "codebook"):
        source = f"corpus-{KINDS[kind]}.yaml" if file == "corpus" else "codebook.yaml"
        text = templates.joinpath(source).read_text("utf-8")
        write_text(folder / f"{file}.yaml", text.replace("{{name}}", name))
    add_peoples_files(folder)
    return folder


def add_peoples_files(folder: Path) -> list[Path]:
    """Add the files in which people's work is kept, as far as the corpus lacks them; return the new ones.

    They hold nothing yet, but DVC needs every path that a step reads. Git keeps no empty folder, so those
    for review rounds, for what was published and for the template of the report begin with an empty file.
    """
    wanted = {
        "decisions.csv": decisions.HEADER,
        "splits.csv": splits.HEADER,
        "points.csv": point_edits.HEADER,
        "rounds/.gitkeep": "",
        "history/.gitkeep": "",
        "sjabloon/.gitkeep": "",
        "comments.csv": comments.HEADER,
        "abbreviations.csv": abbreviation_list.HEADER,
        "settled.csv": settled.HEADER,
    }
    wanted |= {f"register/{name}": header for name, header in register.HEADERS.items()}
    missing = [(folder / name, content) for name, content in wanted.items() if not (folder / name).exists()]
    for path, content in missing:
        write_text(path, content)
    return [path for path, _ in missing]
