"""Run steps on a corpus on this machine: read, call, write. The one way a step runs."""

import multiprocessing
import os
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any, Protocol

from textmine.encoders.loading import EncoderSettings, check_encoder
from textmine.errors import ConfigError, EncoderError, ResourceError
from textmine.pipeline import provenance, times
from textmine.pipeline.dialogue_table import ALL_STEPS, DIALOGUE_FILE, SECTIONS
from textmine.pipeline.table import DOCUMENTS, STEPS, Artefact, Step, step_of
from textmine.readers.blocks import SourceFile
from textmine.settings import Settings
from textmine.store import artefacts, parquet
from textmine.store.yaml_files import build_settings, load_corpus, load_params
from textmine.tables import Documents, Splits


class Progress(Protocol):
    """Who wants to know how far a run is."""

    def start(self, step: str, total: int | None) -> None:
        """Announce a step of ``total`` units (files or partitions; None when it is one piece of work)."""
        ...

    def advance(self) -> None:
        """Say that one unit is done."""
        ...

    def finish(self, step: str, rows: dict[str, int], seconds: float) -> None:
        """Close the step; ``rows`` counts the rows of each table written."""
        ...


class NoProgress:
    """Nobody wants to know."""

    def start(self, step: str, total: int | None) -> None:
        """Ignore."""

    def advance(self) -> None:
        """Ignore."""

    def finish(self, step: str, rows: dict[str, int], seconds: float) -> None:
        """Ignore."""


def params_path(folder: Path) -> Path:
    """Return where the settings of the corpus in ``folder`` are read: its own file, else the project's."""
    own = folder / "params.yaml"
    return own if own.exists() else folder.parent.parent / "params.yaml"


def load_settings(folder: Path) -> dict[str, Settings]:
    """Read and check the settings of all steps, before any work starts.

    Raises
    ------
    ConfigError
        With file, line and key.
    """
    path = params_path(folder)
    params = load_params(path, SECTIONS)
    return {step.name: build_settings(step.settings(), step.name, params, path) for step in ALL_STEPS}


def check(folder: Path) -> dict[str, Settings]:
    """Refuse wrong configuration before any work starts; return the settings of all steps."""
    if not folder.is_dir():
        raise ConfigError(
            f"{folder}: deze map bestaat niet; maak een corpus met 'textmine new {folder.name}'"
        )
    if (folder / DIALOGUE_FILE).exists():
        raise ConfigError(
            f"{folder}: dit is een dialoog van meer delen; voeg die samen met 'textmine merge {folder.name}'"
        )
    load_corpus(folder)
    artefacts.read("codebook", folder / "codebook.yaml")
    artefacts.read("decisions", folder / "decisions.csv")
    artefacts.read("splits", folder / "splits.csv")
    artefacts.read("register", folder / "register")
    artefacts.read("point_edits", folder / "points.csv")
    artefacts.read("comments", folder / "comments.csv")
    artefacts.read("abbreviation_list", folder / "abbreviations.csv")
    artefacts.read("settled", folder / "settled.csv")
    settings = load_settings(folder)
    for own in settings.values():
        if isinstance(own, EncoderSettings):
            check_encoder(own)
    return settings


def run(folder: Path, only: str | None = None, progress: Progress | None = None, workers: int = 0) -> None:
    """Run all steps, or the step called ``only``, on the corpus in ``folder``.

    ``workers`` is the number of processes for parallel steps; 0 takes one per core.

    Raises
    ------
    TextmineError
        When configuration, an input table or a source cannot be used; tables keep what they held.
    """
    settings = check(folder)
    for step in STEPS if only is None else (step_of(only),):
        run_step(step, folder, settings, progress or NoProgress(), workers or os.cpu_count() or 1)


def run_step(
    step: Step, folder: Path, every: Mapping[str, Settings], progress: Progress, workers: int
) -> None:
    """Run one step in ``folder`` with its settings of ``every`` step, and keep how long it took."""
    settings = every[step.name]
    began = time.perf_counter()
    if step.name == "ingest":
        rows = _write_all(step, folder, _ingest(step, folder, settings, progress))
    elif step.partitioned:
        rows = _write_all(step, folder, _partitions(step, folder, settings, progress, workers))
    elif step.streamed:
        rows = _write_all(step, folder, _stream(step, folder, settings, progress))
    else:
        progress.start(step.name, None)
        inputs = inputs_of(step, folder, every)
        rows = _write_all(step, folder, [step.call()(*inputs, settings)])
    seconds = time.perf_counter() - began
    times.record(folder, step.name, rows, seconds)
    progress.finish(step.name, rows, seconds)


def inputs_of(step: Step, folder: Path, every: Mapping[str, Settings]) -> list[Any]:
    """Read all that a step reads, whole, in order; ``every`` holds the settings of all steps."""
    return [
        provenance.gather(step, folder, every, params_path(folder))
        if artefact.kind == "provenance"
        else _read(artefact, folder)
        for artefact in step.reads
    ]


def _read(artefact: Artefact, folder: Path) -> Any:
    return artefacts.read(artefact.kind, artefact.of(folder), artefact.table)


def _ingest(step: Step, folder: Path, settings: Settings, progress: Progress) -> Iterator[Any]:
    files, corpus = (_read(artefact, folder) for artefact in step.reads)
    progress.start(step.name, len(files))
    yield from step.call()(_counted(files, progress), folder.resolve().name, corpus, settings)


def _counted(files: Iterable[SourceFile], progress: Progress) -> list[SourceFile]:
    """Return the files, each saying when it is read."""

    def reading(file: SourceFile) -> Callable[[], bytes]:
        def read() -> bytes:
            progress.advance()
            return file.read()

        return read

    return [replace(file, read=reading(file)) for file in files]


def _partitions(
    step: Step, folder: Path, settings: Settings, progress: Progress, workers: int
) -> Iterator[Any]:
    """Yield the result of each partition, in order; partitioned inputs go in side by side."""
    total = parquet.count_partitions(*_table_and_path(step.reads[0], folder))
    progress.start(step.name, total)
    whole = {a.name: _read(a, folder) for a in step.reads if a.name not in step.partitioned}
    streams = {
        a.name: parquet.partitions(*_table_and_path(a, folder))
        for a in step.reads
        if a.name in step.partitioned
    }
    parts = (dict(zip(streams, parts, strict=True)) for parts in zip(*streams.values(), strict=True))
    calls = ([given[a.name] for a in step.reads] for given in _with_their_rows(step, whole, parts, total))
    if step.parallel and workers > 1 and total > 1:
        yield from _in_processes(step, calls, settings, progress, workers)
        return
    for inputs in calls:
        yield step.call()(*inputs, settings)
        progress.advance()


def _with_their_rows(
    step: Step, whole: Mapping[str, Any], parts: Iterable[dict[str, Any]], total: int
) -> Iterator[dict[str, Any]]:
    """Yield all inputs of each of the ``total`` partitions; ``Step.divided`` says who gets which rows."""
    left = {name: whole[name] for name in step.divided}
    for number, part in enumerate(parts, 1):
        mine = {}
        for name, rows in left.items():
            statements = rows[Splits.statement_id]
            documents = statements.str.rpartition(":")[0] if len(rows) else statements
            about = documents.isin(part[DOCUMENTS.name][Documents.id]).to_numpy(bool)
            mine[name] = rows if number == total else rows[about]
            left[name] = rows[~about]
        yield {**whole, **part, **mine}


def _stream(step: Step, folder: Path, settings: Settings, progress: Progress) -> Iterator[Any]:
    """Yield the results of a step that is given its table as a stream of partitions."""
    inputs = [
        parquet.Partitions(*_table_and_path(a, folder)) if a.name == step.streamed else _read(a, folder)
        for a in step.reads
    ]
    progress.start(step.name, sum(len(a) for a in inputs if isinstance(a, parquet.Partitions)) + 1)
    for result in step.call()(*inputs, settings):
        yield result
        progress.advance()


def _in_processes(
    step: Step, calls: Iterable[Sequence[Any]], settings: Settings, progress: Progress, workers: int
) -> Iterator[Any]:
    """Keep every process busy, hold at most one partition per process in waiting, keep the order."""
    context = multiprocessing.get_context("spawn")
    try:
        with ProcessPoolExecutor(workers, mp_context=context) as pool:
            waiting: deque[Future[Any]] = deque()
            for inputs in calls:
                waiting.append(pool.submit(call_step, step.name, inputs, settings))
                if len(waiting) > workers:
                    yield waiting.popleft().result()
                    progress.advance()
            while waiting:
                yield waiting.popleft().result()
                progress.advance()
    except BrokenProcessPool as error:
        raise ResourceError(
            f"stap '{step.name}': een van de processen is gestopt, waarschijnlijk door te weinig geheugen; "
            "sluit andere programma's en probeer het opnieuw met --workers 1"
        ) from error


def call_step(name: str, inputs: Sequence[Any], settings: Settings) -> Any:
    """Call a step by name (what a worker process does)."""
    return step_of(name).call()(*inputs, settings)


def _table_and_path(artefact: Artefact, folder: Path) -> tuple[type[Any], Path]:
    return artefacts.table_class(artefact.table), artefact.of(folder)


def _write_all(step: Step, folder: Path, results: Iterable[Any]) -> dict[str, int]:
    """Write each result's tables partition by partition; other artefacts as a whole.

    All files of the step appear together when the last partition is written. Each names the encoder behind
    what the step reads.
    """
    rows: dict[str, int] = {}
    encoder = _encoder(step, folder)
    with ExitStack() as stack:
        writers = _writers(step, folder, encoder)
        for writer in writers.values():
            stack.enter_context(writer)
        for result in results:
            for name, value in by_name(step, result).items():
                if name in writers:
                    writers[name].write(value)
                else:
                    artefact = step.writes[name]
                    artefacts.write(artefact.kind, artefact.of(folder), value, encoder)
        rows.update({name: writer.rows for name, writer in writers.items()})
    return rows


def _writers(step: Step, folder: Path, encoder: str | None) -> dict[str, artefacts.Writer]:
    """Return what writes each output that is written part by part."""
    made = {name: artefacts.writer(a.kind, a.of(folder), a.table, encoder) for name, a in step.writes.items()}
    return {name: writer for name, writer in made.items() if writer is not None}


def _encoder(step: Step, folder: Path) -> str | None:
    """Return the one encoder behind all that the step reads, if any.

    Raises
    ------
    EncoderError
        When tables of two encoders would be mixed.
    """
    named = {a.path: artefacts.encoder_of(a.kind, a.of(folder), a.table) for a in step.reads}
    found = {name: path for path, name in named.items() if name is not None}
    if len(found) > 1:
        parts = "; ".join(f"{path} met {name}" for name, path in found.items())
        raise EncoderError(
            f"stap '{step.name}': de tabellen zijn met verschillende taalmodellen gemaakt ({parts}); "
            f"voer 'textmine run {folder.name}' opnieuw uit"
        )
    return next(iter(found), None)


def by_name(step: Step, result: Any) -> dict[str, Any]:
    """Return what a step gave, by the names of its ``writes``."""
    names = list(step.writes)
    if is_dataclass(result) and {field.name for field in fields(result)} == set(names):
        return {name: getattr(result, name) for name in names}
    if len(names) != 1:
        raise TypeError(f"step {step.name} must return {names}, not {type(result).__name__}")
    return {names[0]: result}
