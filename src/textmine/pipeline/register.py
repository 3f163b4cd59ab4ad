"""The answer note out and in: number responses, write a workbook, and take in what people wrote."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from textmine.corpus import Corpus
from textmine.errors import ConfigError
from textmine.pipeline.dialogue_table import SECTIONS
from textmine.pipeline.review_tables import FOLDER, read
from textmine.pipeline.run import params_path
from textmine.pipeline.table import (
    ASSIGNMENTS,
    CODEBOOK,
    CORPUS,
    GROUPS,
    INGEST_REJECTED,
    POINT_MEMBERS,
    POINTS,
    SOURCES,
    STATEMENTS,
    WRITTEN,
    step_of,
)
from textmine.register.columns import workbook_number
from textmine.register.contents import contents
from textmine.register.numbering import new_numbers
from textmine.register.returned import Taken, take
from textmine.register.state import State, Tables
from textmine.register.templates import Least
from textmine.register.written import Written
from textmine.store import register, register_returned, register_workbook
from textmine.store.yaml_files import build_settings, load_params
from textmine.tables import NoPoints, Numbers, frame

_UNSAFE = re.compile(r"[^\w-]+")


@dataclass(frozen=True, slots=True)
class Exported:
    """The workbook that was written, how many responses got a number, and how many points have no answer."""

    path: Path
    numbered: int
    open: int


def state_of(folder: Path) -> State:
    """Return everything that is known about the answer note of a corpus.

    Raises
    ------
    ConfigError
        When the corpus holds minutes.
    """
    corpus: Corpus = read(CORPUS, folder)
    if corpus.kind != "responses":
        raise ConfigError(
            f"{folder.name}: dit corpus bevat verslagen; een reactienota kan alleen bij reacties (kind: "
            "responses in corpus.yaml)"
        )
    artefacts = (SOURCES, INGEST_REJECTED, STATEMENTS, GROUPS, ASSIGNMENTS, POINTS, POINT_MEMBERS)
    given = Tables(*(read(artefact, folder) for artefact in artefacts))
    path = params_path(folder)
    own = step_of("register").settings()
    settings: Any = build_settings(own, "register", load_params(path, SECTIONS), path)
    least = Least(settings.template_responses, settings.template_share, settings.template_words)
    return State(given, read(WRITTEN, folder), corpus, least)


def export(folder: Path, reviewer: str, moment: str) -> Exported:
    """Give every response its number, and write a workbook with all there is to answer."""
    state = state_of(folder)
    numbers = frame(Numbers, new_numbers(state.written.numbers, _all(state), moment))
    register.append(WRITTEN.of(folder), {"numbers": numbers})
    state = State(state.tables, read(WRITTEN, folder), state.corpus, state.least)
    name = f"reacties_{_next(folder, state.written)}_{_UNSAFE.sub('-', reviewer).strip('-').lower()}"
    path = folder / FOLDER / f"{name}.xlsx"
    corpus = folder.resolve().name
    register_workbook.write(path, contents(state, read(CODEBOOK, folder), corpus, name, reviewer))
    waiting = sum(state.point_status(point) == "open" for point in state.points)
    return Exported(path, len(numbers), waiting)


def take_in(folder: Path, path: Path, reviewer: str, moment: str) -> Taken:
    """Add what is new in a returned workbook to the files of people, all at once."""
    taken = take(register_returned.read(path), state_of(folder), folder.resolve().name, reviewer, moment)
    rows = {
        part: frame(register.FILES[part], {name: [row[name] for row in found] for name in found[0]})
        for part, found in taken.rows.items()
        if found
    }
    register.append(WRITTEN.of(folder), rows)
    return taken


def _all(state: State) -> pd.DataFrame:
    unread = state.unread.assign(received=None)
    names = ["submission", "content", "received", "path", "place"]
    return pd.concat([state.read[names].astype(object), unread[names].astype(object)], ignore_index=True)


def _next(folder: Path, written: Written) -> int:
    """Return a number that no workbook has, whether it is still there or only its rows are."""
    names = [path.stem for path in (folder / FOLDER).glob("reacties_*.xlsx")]
    for part in (written.answers, written.points, written.changes, written.responses):
        names += part[NoPoints.workbook].tolist()
    return 1 + max(map(workbook_number, names), default=0)
