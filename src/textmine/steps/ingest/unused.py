"""What ``corpus.yaml`` says about files that are not there."""

from collections.abc import Sequence

from textmine.corpus import Corpus
from textmine.steps.ingest.batches import Batch

_FILE = "corpus.yaml"


def unused(corpus: Corpus, paths: Sequence[str]) -> Batch:
    """Return a warning for every session and table that none of the files ``paths`` belongs to.

    A session may get its texts from a column of a table instead.
    """
    batch = Batch()
    sessions = {session.id for path in paths if (session := corpus.session_of(path))}
    if not any(table.columns.session for table in corpus.tables):
        for session in corpus.sessions:
            if session.id not in sessions:
                _warn(batch, session.files, f"sessie '{session.id}'")
    used = {table.files for path in paths if (table := corpus.table_of(path))}
    for number, table in enumerate(corpus.tables, 1):
        if table.files not in used:
            _warn(batch, table.files, f"tabel {number} onder 'tables'")
    return batch


def _warn(batch: Batch, patterns: Sequence[str], place: str) -> None:
    names = ", ".join(f"'{pattern}'" for pattern in patterns)
    batch.warn(
        _FILE,
        "bad_value",
        f"geen bestand hoort bij {names}: er is geen bestand met zo'n naam, of een eerder deel van "
        "corpus.yaml noemt het al; verbeter de naam, zet het bestand in 'raw', of haal dit deel weg",
        place=place,
    )
