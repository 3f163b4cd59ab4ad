"""The store keeps whole tables, or what was there before."""

from pathlib import Path

import numpy as np
import pytest
from pyarrow.parquet import ParquetFile

from textmine import tables
from textmine.encoders.embeddings import Embeddings
from textmine.errors import ConfigError, EncoderError, SourceError, TableError
from textmine.store import decisions, models, parquet, raw
from textmine.store.atomic import replacing, write_text
from textmine.tables import Decisions, Groups, Memberships


def groups(*ids: str) -> object:
    """Build a Groups frame of single statements."""
    n = len(ids)
    return tables.frame(
        Groups, {"statement_id": ids, "group": ids, "representative": [True] * n, "size": [1] * n}
    )


def test_an_error_while_writing_leaves_the_old_file(tmp_path: Path) -> None:
    """Whole or nothing, and no rubbish beside it."""
    path = tmp_path / "a.txt"
    write_text(path, "old")
    with pytest.raises(RuntimeError), replacing(path) as partial:
        partial.write_text("half")
        raise RuntimeError
    assert path.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["a.txt"]


def test_partitions_come_back_as_they_were_written(tmp_path: Path) -> None:
    """One row group per partition, also an empty one, in order."""
    path = tmp_path / "groups.parquet"
    with parquet.PartitionWriter(Groups, path) as writer:
        for part in (groups("a", "b"), groups(), groups("c")):
            writer.write(part)
    assert [list(p.statement_id) for p in parquet.partitions(Groups, path)] == [["a", "b"], [], ["c"]]
    assert parquet.count_partitions(Groups, path) == 3
    assert parquet.count_rows(Groups, path) == writer.rows == 3
    assert list(parquet.read(Groups, path).statement_id) == ["a", "b", "c"]


def test_a_failed_partition_leaves_the_old_table(tmp_path: Path) -> None:
    """A run that stops half-way changes nothing."""
    path = tmp_path / "groups.parquet"
    parquet.write(Groups, path, groups("a"))
    with pytest.raises(TableError), parquet.PartitionWriter(Groups, path) as writer:
        writer.write(groups("b"))
        writer.write(tables.empty(Memberships))
    assert list(parquet.read(Groups, path).statement_id) == ["a"]


def test_equal_tables_are_equal_bytes(tmp_path: Path) -> None:
    """The same rows give the same file."""
    parquet.write(Groups, tmp_path / "1", groups("a", "b"))
    parquet.write(Groups, tmp_path / "2", groups("a", "b"))
    assert (tmp_path / "1").read_bytes() == (tmp_path / "2").read_bytes()


@pytest.mark.parametrize("content", [None, b"", b"PAR1 this is no table"])
def test_a_missing_or_damaged_table_is_one_clear_error(tmp_path: Path, content: bytes | None) -> None:
    """The message names the file and the way out."""
    path = tmp_path / "groups.parquet"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(TableError, match=r"groups\.parquet"):
        parquet.read(Groups, path)


def test_a_table_of_another_schema_is_refused(tmp_path: Path) -> None:
    """A table made by another version is not read by accident."""
    path = tmp_path / "groups.parquet"
    parquet.write(Memberships, path, tables.empty(Memberships))
    with pytest.raises(TableError, match="andere versie"):
        parquet.read(Groups, path)


def test_embeddings_survive(tmp_path: Path) -> None:
    """Ids, rows and the encoder's name come back exactly."""
    matrix = np.eye(3, 4, dtype=np.float32)
    with models.EmbeddingsWriter(tmp_path / "e.parquet") as writer:
        for rows in (slice(0, 2), slice(2, 2), slice(2, 3)):
            writer.write(Embeddings(("a", "b", "c")[rows], matrix[rows], "hash-4"))
    assert writer.rows == 3
    assert ParquetFile(tmp_path / "e.parquet").num_row_groups == 3
    assert models.embeddings_encoder(tmp_path / "e.parquet") == "hash-4"
    again = models.read_embeddings(tmp_path / "e.parquet")
    assert (tuple(again.ids), again.encoder) == (("a", "b", "c"), "hash-4")
    assert np.array_equal(again.matrix, matrix)


def test_vectors_of_two_encoders_do_not_go_into_one_file(tmp_path: Path) -> None:
    """The second is refused, and what was there stays."""
    path, matrix = tmp_path / "e.parquet", np.eye(1, 4, dtype=np.float32)
    with models.EmbeddingsWriter(path) as writer:
        writer.write(Embeddings(("a",), matrix, "hash-4"))
    before = path.read_bytes()
    with pytest.raises(EncoderError, match="verschillende"), models.EmbeddingsWriter(path) as writer:
        writer.write(Embeddings(("a",), matrix, "hash-4"))
        writer.write(Embeddings(("b",), matrix, "lsa-4"))
    assert path.read_bytes() == before


def test_a_table_says_which_encoder_it_rests_on(tmp_path: Path) -> None:
    """The name is in the file, not in the rows; a table without encoder has none."""
    path = tmp_path / "groups.parquet"
    with parquet.PartitionWriter(Groups, path, "hash-4") as writer:
        writer.write(groups("a"))
    assert parquet.encoder(Groups, path) == "hash-4"
    assert list(parquet.read(Groups, path).columns) == list(groups("a").columns)
    parquet.write(Groups, path, groups("a"))
    assert parquet.encoder(Groups, path) is None


def test_missing_models_are_one_clear_error(tmp_path: Path) -> None:
    """Both kinds of model say which file is missing and what to do."""
    with pytest.raises(TableError, match="textmine run"):
        models.read_embeddings(tmp_path / "e.parquet")
    (tmp_path / "e.parquet").write_bytes(b"PAR1 half")
    with pytest.raises(TableError, match=r"e\.parquet.*textmine run"):
        models.embeddings_encoder(tmp_path / "e.parquet")
    with pytest.raises(TableError, match="textmine run"):
        models.read_classifier(tmp_path / "classifier")
    with pytest.raises(TableError, match="textmine run"):
        models.classifier_encoder(tmp_path / "classifier")


def decision(**changes: str | None) -> object:
    """Build one decision row."""
    row: dict[str, str | None] = {
        "statement_id": "d:0-5",
        "text_hash": "0" * 16,
        "reviewer": "ab",
        "decided_at": "2026-03-05",
        "verdict": "change",
        "dimension": "kind",
        "codes": "knelpunt",
        "note": 'regel 1\nregel 2\r; "aangehaald", komma',
        "codebook_version": "v1",
        "workbook": "beoordeling.xlsx",
    }
    return tables.frame(Decisions, {name: [value] for name, value in (row | changes).items()})


def test_decisions_are_only_ever_added(tmp_path: Path) -> None:
    """What was in the file stays byte for byte, and all rows come back exactly."""
    path = tmp_path / "decisions.csv"
    assert decisions.read(path).empty
    decisions.append(path, decision())
    before = path.read_bytes()
    decisions.append(path, decision(verdict="not_substantive", codes=None, note=None))
    assert path.read_bytes().startswith(before)
    again = decisions.read(path)
    assert list(again.note.astype(object).where(again.note.notna(), None)) == [
        'regel 1\nregel 2\r; "aangehaald", komma',
        None,
    ]
    assert list(again.verdict) == ["change", "not_substantive"]


@pytest.mark.parametrize(
    ("line", "wanted"),
    [("a,b", "rij 2: 2 kolommen"), (",".join("abcdefghij"), "rij 2: oordeel 'e'")],
)
def test_a_damaged_decision_is_named_by_its_row(tmp_path: Path, line: str, wanted: str) -> None:
    """People's work is never skipped silently."""
    path = tmp_path / "decisions.csv"
    path.write_text(decisions.HEADER + line + "\n")
    with pytest.raises(TableError, match=wanted):
        decisions.read(path)


def test_a_file_with_other_columns_is_no_decisions_file(tmp_path: Path) -> None:
    """The first line must be ours."""
    path = tmp_path / "decisions.csv"
    path.write_text("id,code\n")
    with pytest.raises(TableError, match="regel 1"):
        decisions.read(path)


def test_raw_files_are_listed_in_order_and_links_are_refused(tmp_path: Path) -> None:
    """Nothing outside raw/ is read through a link, and the link is still listed."""
    (tmp_path / "raw" / "sub").mkdir(parents=True)
    (tmp_path / "raw" / "sub" / "b.txt").write_bytes(b"b")
    (tmp_path / "raw" / "a.txt").write_bytes(b"a")
    (tmp_path / "secret.txt").write_bytes(b"s")
    (tmp_path / "raw" / "c.txt").symlink_to(tmp_path / "secret.txt")
    files = raw.source_files(tmp_path / "raw")
    assert [f.path for f in files] == ["a.txt", "c.txt", "sub/b.txt"]
    assert files[0].read() == b"a"
    with pytest.raises(SourceError, match="verwijzing"):
        files[1].read()


def test_a_missing_raw_folder_is_one_clear_error(tmp_path: Path) -> None:
    """The message names the folder."""
    with pytest.raises(ConfigError, match="raw"):
        raw.source_files(tmp_path / "raw")
