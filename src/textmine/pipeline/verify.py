"""``textmine verify``: derive every number and quote of a publication again from tables and sources."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

import pandas as pd

from textmine.errors import TableError
from textmine.pipeline.provenance import gather
from textmine.pipeline.run import check, inputs_of, params_path
from textmine.pipeline.table import FILES, HISTORY, MADE_FROM, RAW, SOURCES, SPANS, Artefact, step_of
from textmine.provenance import Provenance, content_hash
from textmine.store import artefacts, contents, history
from textmine.verification import contents as told
from textmine.verification import figures, quotes, sources
from textmine.verification.counted import Counted
from textmine.verification.difference import Difference

PUBLISH = step_of("publish")


def verify(folder: Path, files: Sequence[Path] = ()) -> list[Difference]:
    """Return all differences: in the sources, in the tables, and in what was published.

    ``files`` are copies of published files to be checked in place of those in ``derived``; each is compared
    with the published file of the same name, or else of the same kind.

    Raises
    ------
    TextmineError
        When nothing was published yet, or a file cannot be read.
    """
    settings = check(folder)
    if not MADE_FROM.of(folder).exists():
        raise TableError(f"{folder}: er is nog geen rapport; voer eerst 'textmine run {folder.name}' uit")
    recorded = _recorded(MADE_FROM.of(folder))
    given = dict(zip((a.name for a in PUBLISH.reads), inputs_of(PUBLISH, folder, settings), strict=True))
    now = gather(PUBLISH, folder, settings, params_path(folder))
    given |= {"provenance": recorded, "history": _compared_with(folder, recorded)}
    found = [*_made_from(folder, recorded, now), *_sources(folder, given, settings["ingest"])]
    found += figures.differences(given)
    fresh = _fresh(given, settings["publish"])
    for artefact, path in published(folder, list(PUBLISH.writes.values()), files):
        found += _file(artefact, path, fresh[artefact.name], given)
    return list(dict.fromkeys(found))


def _recorded(path: Path) -> Provenance:
    try:
        return Provenance.from_json(path.read_text("utf-8"))
    except ValueError as error:
        raise TableError(f"{path}: dit bestand is beschadigd; voer 'textmine run' opnieuw uit") from error


def _made_from(folder: Path, recorded: Provenance, now: Provenance) -> Iterator[Difference]:
    """Compare what the publication says it was made from with what is there."""
    place = MADE_FROM.path
    for name, said, must in (
        ("versie van textmine", recorded.version, now.version),
        *_both(
            {each.path: each.sha256 for each in recorded.inputs if each.path != HISTORY.path},
            {each.path: each.sha256 for each in now.inputs if each.path != HISTORY.path},
        ),
        *_both(
            {f"instelling {each.step}.{each.name}": each.value for each in recorded.settings},
            {f"instelling {each.step}.{each.name}": each.value for each in now.settings},
        ),
    ):
        if said != must:
            yield Difference(
                place, name, said, f"{must} (sindsdien veranderd; voer 'textmine run' opnieuw uit)"
            )
    commit = recorded.commit.id
    if commit is not None and now.commit.id is not None and not contents.is_known(folder, commit):
        yield Difference(place, "commit", commit, "een commit die in dit project bestaat")


def _both(recorded: Mapping[str, str], now: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    for name in dict.fromkeys([*recorded, *now]):
        yield name, recorded.get(name, told.NOTHING), now.get(name, told.NOTHING)


def _compared_with(folder: Path, recorded: Provenance) -> tuple[int, pd.DataFrame]:
    """Return the publication that was the last one kept when this one was made, by the hash of the folder."""
    path = HISTORY.of(folder)
    wanted = next((each.sha256 for each in recorded.inputs if each.path == HISTORY.path), "")
    numbers = history.numbers(path)
    for number in (0, *numbers):
        kept = [path / history.file_name(each) for each in numbers if each <= number]
        if content_hash([(each.name, contents.file_hash(each)) for each in kept]) == wanted:
            return history.read_upto(path, number)
    raise TableError(
        f"{path}: de vastgelegde publicaties zijn veranderd sinds dit rapport; zet ze terug uit git, of voer "
        f"'textmine run {folder.name}' opnieuw uit"
    )


def _sources(folder: Path, given: Mapping[str, Any], ingest: Any) -> Iterator[Difference]:
    """Check the way from the raw files to the statements."""
    raw = RAW.of(folder)
    hashes = {
        each.path: contents.file_hash(raw / each.path)
        for each in artefacts.read(RAW.kind, raw)
        if (raw / each.path).is_file() and not (raw / each.path).is_symlink()
    }
    changed = list(sources.raw_files(given[FILES.name], hashes))
    yield from changed
    read = artefacts.read(SOURCES.kind, SOURCES.of(folder), SOURCES.table)
    if not changed:
        yield from sources.texts_as_read(read, _read_again(folder, given, ingest))
    yield from sources.repaired_texts(read, given["documents"], given[SPANS.name])
    yield from sources.statements_in_place(given["documents"], given["statements"])


def _read_again(folder: Path, given: Mapping[str, Any], settings: Any) -> pd.DataFrame:
    files = artefacts.read(RAW.kind, RAW.of(folder))
    step = step_of("ingest").call()
    parts = [part.sources for part in step(files, folder.resolve().name, given["corpus"], settings)]
    again: pd.DataFrame = pd.concat(parts, ignore_index=True)
    return again


def _fresh(given: Mapping[str, Any], settings: Any) -> dict[str, Any]:
    """Publish again from the tables; return what is written by the name of its artefact."""
    made = PUBLISH.call()(*(given[a.name] for a in PUBLISH.reads), settings)
    return {PUBLISH.writes[field.name].name: getattr(made, field.name) for field in fields(made)}


def published(
    folder: Path, known: Sequence[Artefact], files: Sequence[Path]
) -> Iterator[tuple[Artefact, Path]]:
    """Return which file is checked as which of the ``known`` artefacts: those of ``folder``, or ``files``.

    Raises
    ------
    TableError
        When a file is of another kind than all of them.
    """
    if not files:
        yield from ((artefact, artefact.of(folder)) for artefact in known)
        return
    for path in files:
        same = [a for a in known if Path(a.path).name == path.name]
        kind = [a for a in known if Path(a.path).suffix == path.suffix.lower()]
        if not (same or kind):
            kinds = ", ".join(sorted({Path(a.path).suffix for a in known}))
            raise TableError(
                f"{path}: dit soort bestand publiceert textmine niet; kies een bestand met {kinds}"
            )
        yield (same or kind)[0], path


def _file(artefact: Artefact, path: Path, fresh: Any, given: Mapping[str, Any]) -> Iterator[Difference]:
    """Compare a published file with the sources, with the tables, and with what publishing again gives."""
    if path.suffix == ".html" and path.is_file():
        name, page = _name(artefact, path), path.read_bytes().decode("utf-8", "replace")
        yield from quotes.quotes_in_page(name, page, given["documents"])
        yield from quotes.cells_in_page(name, page, figures.cross_ids(Counted(given)))
    yield from content_differences(artefact, path, fresh)


def _name(artefact: Artefact, path: Path) -> str:
    """Return how a file is called: a copy elsewhere by its own name when that is another."""
    return artefact.path if path.name == Path(artefact.path).name else path.name


def content_differences(artefact: Artefact, path: Path, fresh: Any) -> Iterator[Difference]:
    """Compare what is in a file with what was made again, place by place."""
    if not path.exists():
        yield Difference(artefact.path, "het hele bestand", told.NOTHING, "een bestand")
        return
    if isinstance(fresh, pd.DataFrame):
        stored = artefacts.read(artefact.kind, path, artefact.table)
        yield from _table(artefact.path, stored, fresh)
        return
    if isinstance(fresh, dict):
        yield from _folder(artefact.path, path, fresh)
        return
    must = fresh.encode() if isinstance(fresh, str) else fresh
    says = path.read_bytes()
    name = _name(artefact, path)
    if says != must:
        read = told.READERS.get(Path(artefact.path).suffix, told.of_text)
        found = list(told.differences(name, read(name, says), read(name, must)))
        yield from found
        if not found and path.suffix == ".html":
            yield Difference(
                name, "de opmaak", f"{len(says)} bytes", f"{len(must)} bytes, en geen ander teken"
            )


def _folder(name: str, path: Path, fresh: Mapping[str, bytes]) -> Iterator[Difference]:
    """Compare the files of a folder, by their names."""
    here = {each.name: each.read_bytes() for each in path.iterdir() if each.is_file()}
    for file in sorted(here.keys() | fresh.keys()):
        both = (_lines(file, part.get(file)) for part in (here, fresh))
        yield from told.differences(f"{name}/{file}", *both)


def _lines(file: str, content: bytes | None) -> told.Contents:
    return {"het hele bestand": told.NOTHING} if content is None else told.of_text(file, content)


def _table(file: str, says: pd.DataFrame, must: pd.DataFrame) -> Iterator[Difference]:
    """Compare a table row by row."""
    if says.equals(must):
        return
    both = [list(rows.itertuples(index=False, name=None)) for rows in (says, must)]
    for number in range(max(map(len, both))):
        left, right = (rows[number] if number < len(rows) else () for rows in both)
        if left != right:
            yield Difference(file, f"rij {number + 1}", str(left), str(right))
