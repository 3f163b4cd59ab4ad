"""Ingest: from the files in ``raw/`` to documents, with everything that did not come along and why."""

from collections.abc import Iterable, Iterator
from hashlib import sha256

from pydantic import Field

from textmine.corpus import Corpus
from textmine.errors import ConservationError, SourceError
from textmine.readers import registry
from textmine.readers.blocks import SourceFile
from textmine.readers.limits import MEGABYTE, Limits
from textmine.steps.ingest.batches import Batch, Ingested, Partition
from textmine.steps.ingest.places import FilePlace, Lookup
from textmine.steps.ingest.rows import TableFile, table_batches
from textmine.steps.ingest.texts import text_batch
from textmine.steps.ingest.unused import unused

__all__ = ["IngestSettings", "Ingested", "SourceFile", "ingest"]

_SYSTEM_FILES = frozenset({"thumbs.db", "desktop.ini", "icon\r"})


class IngestSettings(Limits):
    """Settings of the step ingest: how much is read from a file, and how documents are divided."""

    partition_rows: int = Field(
        default=5000,
        ge=1,
        description="meeste documenten per deel; de volgende stappen lezen deel voor deel",
    )


def ingest(
    files: Iterable[SourceFile], corpus_id: str, corpus: Corpus, settings: IngestSettings
) -> Iterator[Ingested]:
    """Read every file, in order of path, into partitions of at most ``partition_rows`` documents.

    A file that cannot be read is a remark, never an error of the run. There is at least one partition.

    Raises
    ------
    ConservationError
        When what went in is not what came out, two documents have one id, or a path comes twice.
    """
    run = _Run(corpus_id, corpus, settings)
    partition = Partition()
    previous: str | None = None
    paths: list[str] = []
    for file in sorted(files, key=lambda file: file.path):
        if file.path == previous:
            raise ConservationError(f"ingest: {file.path} staat twee keer in de lijst van bestanden")
        previous = file.path
        items = kept = rejected = 0
        path = file.path.encode("utf-8", "backslashreplace").decode("utf-8")  # names need not be Unicode
        paths.append(path)
        checksum, batches = run.read(path, file)
        for batch in batches:
            if len(partition) and len(partition) + len(batch.documents) > settings.partition_rows:
                yield partition.cut()
            partition.add(batch)
            items += batch.items
            kept += len(batch.documents)
            rejected += len(batch.rejected)
        partition.finish(
            path=path, sha256=checksum, size=file.size, items=items, kept=kept, rejected=rejected
        )
    partition.add(unused(corpus, paths))
    yield partition.cut()


class _Run:
    """What is known while the files are read one by one: the corpus, and the files seen so far."""

    def __init__(self, corpus_id: str, corpus: Corpus, settings: IngestSettings) -> None:
        self._corpus_id = corpus_id
        self._corpus = corpus
        self._settings = settings
        self._lookup = Lookup(corpus)
        self._first: dict[tuple[str, str], str] = {}

    def read(self, path: str, file: SourceFile) -> tuple[str, Iterator[Batch]]:
        """Return the checksum of a file (empty when it cannot be read at all) and what it holds."""
        try:
            with registry.refusing():
                data = self._bytes(file)
        except SourceError as error:
            return "", iter((_refusal(path, error),))
        checksum = sha256(data).hexdigest()
        return checksum, self._or_refusal(path, self._content(path, data, checksum))

    def _bytes(self, file: SourceFile) -> bytes:
        most = self._settings.max_megabytes
        if file.size > most * MEGABYTE:
            raise SourceError(
                f"{file.size // MEGABYTE} MiB, meer dan max_megabytes ({most}) in params.yaml; "
                "deel het op of verhoog de grens",
                reason="too_large",
            )
        return file.read()

    def _content(self, path: str, data: bytes, checksum: str) -> Iterator[Batch]:
        if _is_system_file(path):
            raise SourceError(
                "een verborgen bestand van het systeem of een slot van een programma; haal het weg, of geef "
                "het een naam zonder punt aan het begin als er tekst in staat",
                reason="unsupported",
            )
        found = registry.format_of(path, data)
        self._refuse_duplicate(path, checksum)
        place = FilePlace.of(path, self._corpus)
        minutes = self._corpus.kind == "minutes"
        if found.table and (self._corpus.table_of(path) or not minutes):
            yield from table_batches(
                TableFile(
                    path=path,
                    data=data,
                    sha256=checksum,
                    place=place,
                    corpus_id=self._corpus_id,
                    corpus=self._corpus,
                    lookup=self._lookup,
                    rows_at_once=lambda texts: max(1, self._settings.partition_rows // texts),
                    limits=self._settings,
                )
            )
        else:
            yield text_batch(path, data, checksum, place, self._corpus_id, self._settings, minutes=minutes)

    def _refuse_duplicate(self, path: str, checksum: str) -> None:
        status = FilePlace.of(path, self._corpus).status
        first = self._first.setdefault((checksum, status), path)  # minutes may be established as they were
        if first != path and not self._corpus.keeps_identical_files:
            raise SourceError(
                f"byte voor byte gelijk aan '{first}', dat al gelezen is; haal een van beide weg, of zet "
                "'identical_files: keep' in corpus.yaml als beide meetellen",
                reason="duplicate",
            )

    @staticmethod
    def _or_refusal(path: str, batches: Iterator[Batch]) -> Iterator[Batch]:
        """Yield the batches; an error, also halfway, becomes a rejected item in the place of the rest."""
        try:
            while True:
                with registry.refusing():
                    batch = next(batches, None)
                if batch is None:
                    return
                yield batch
        except SourceError as error:
            yield _refusal(path, error)


def _refusal(path: str, error: SourceError) -> Batch:
    batch = Batch(items=1)
    batch.reject(path, error.reason, str(error))
    return batch


def _is_system_file(path: str) -> bool:
    name = path.rpartition("/")[2].lower()
    hidden = any(part.startswith(".") for part in path.split("/"))
    return hidden or name.startswith("~$") or name in _SYSTEM_FILES
