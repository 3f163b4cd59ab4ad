"""Whatever is put in, the answer is Dutch, names the place, and the rest goes on."""

import csv
import io
import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
import xlsxwriter
from typer.testing import CliRunner

from textmine.cli.app import app
from textmine.codebook import Codebook
from textmine.corpus import Corpus
from textmine.errors import ConfigError, SourceError, StorageError, TableError
from textmine.pipeline import times
from textmine.readers.blocks import SourceFile
from textmine.readers.csv_rows import read_tables
from textmine.readers.limits import Limits
from textmine.steps.ingest import Ingested, IngestSettings, ingest
from textmine.store.atomic import write_bytes
from textmine.store.decisions import HEADER
from textmine.store.decisions import read as read_decisions
from textmine.store.raw import source_files
from textmine.store.yaml_files import load_codebook, load_corpus
from textmine.tables import Documents, Remarks

CORPUS = "name: Proef\nkind: responses\n"
CODEBOOK = """\
name: Proef
title: Proefcodeboek
dimensions:
  - id: soort
    name: Soort
    multiple: false
    outside: overig
    codes:
      - {code: knelpunt, name: Knelpunt, definition: Er gaat iets mis.}
      - {code: overig, name: Overig, definition: De rest.}
examples:
  - {text: Er is te weinig tijd., soort: knelpunt}
"""
BOMB = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 10)
)


def corpus(tmp_path: Path, text: str) -> Corpus:
    """Write and load ``corpus.yaml``."""
    (tmp_path / "corpus.yaml").write_text(text, "utf-8")
    return load_corpus(tmp_path)


def codebook(tmp_path: Path, text: str) -> Codebook:
    """Write and load a codebook, beside one to extend."""
    (tmp_path / "basis.yaml").write_text(CODEBOOK, "utf-8")
    (tmp_path / "codebook.yaml").write_text(text, "utf-8")
    return load_codebook(tmp_path / "codebook.yaml")


def read(files: dict[str, bytes], of: Corpus) -> Ingested:
    """Ingest files that fit in one partition."""
    sources = [SourceFile(path, len(data), partial(bytes, data)) for path, data in files.items()]
    return next(iter(ingest(sources, "proef", of, IngestSettings())))


@pytest.mark.parametrize(
    ("more", "wanted"),
    [
        ("? [a, b]\n: c\n", "regel 3: .*een sleutel is een lijst"),
        ("1: c\n", "regel 3: .*sleutel '1' is geen woord"),
        ("\tregions: []\n", "regel 3: .*er staat een tab"),
        ("regions: [{id: a\n", "een haakje sluit niet"),
        ("description: 'a\n", "een aanhalingsteken sluit niet"),
        ("description: a: b\n", "regel 3: .*een dubbele punt"),
        ("description: *weg\n", r"regel 3: .*een '\*' aan het begin"),
        ("regions: &a [*a]\n", "bevat zichzelf"),
        ("description: a\0b\n", r"regel 3: .*U\+0000"),
        ("regions: " + "[" * 5000 + "]" * 5000 + "\n", "te veel haakjes"),
        (BOMB, "te groot; schrijf de waarden uit"),
        ("codebook: ''\n", "regel 3, codebook: .*niet leeg"),
        ("sessions: [{id: a, name: b, files: ['']}]\n", "regel 3, sessions.0.files.0: .*niet leeg"),
        ("sessions: [{id: a, name: b, files: []}]\n", "regel 3, sessions.0.files: .*niet leeg"),
        ("sessions: [{id: a, name: b, region: q, files: [a]}]\n", "regel 3, sessions.0.region: .*regio 'q'"),
        (
            "tables:\n  - files: [a]\n    date_format: dd-mm-jjjj\n    texts: [{column: x}]\n",
            "regel 5, .*date_f",
        ),
        ("tables: [{files: [a], header_row: 1.5, texts: [{column: x}]}]\n", "een geheel getal"),
    ],
)
def test_yaml_that_cannot_be_is_refused_in_dutch_with_its_line(
    tmp_path: Path, more: str, wanted: str
) -> None:
    """No English of a library, no traceback, no file that unfolds until memory is full."""
    with pytest.raises(ConfigError, match=wanted):
        corpus(tmp_path, CORPUS + more)


def test_a_folder_in_the_place_of_a_file_is_named(tmp_path: Path) -> None:
    """A folder called corpus.yaml is no reason for a traceback."""
    (tmp_path / "corpus.yaml").mkdir()
    with pytest.raises(ConfigError, match="is een map en geen bestand"):
        load_corpus(tmp_path)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("extends: basis.yaml\ndimensions:\n", "regel 2, dimensions: .*een lijst"),
        ("extends: basis.yaml\ndimensions: x\n", "regel 2, dimensions: .*een lijst"),
        ("extends: basis.yaml\nexamples: {a: b}\n", "regel 2, examples: .*een lijst"),
        ("extends: [a]\n", "regel 1, extends"),
        (
            "extends: basis.yaml\nexamples:\n  - {text: a, soort: overig}\n  - {text: b, soort: weg}\n",
            "regel 4, examples.1.soort: .*code 'weg'",
        ),
        (
            CODEBOOK.replace("iets mis.", "iets mis., parent: overig").replace(
                "rest.", "rest., parent: knelpunt"
            ),
            "regel 9, dimensions.0.codes.0.parent: .*onder zichzelf",
        ),
        (CODEBOOK + "  - {text: '', soort: overig}\n", "regel 13, examples.1.text: .*niet leeg"),
        (CODEBOOK.replace("id: soort", "id: text"), "regel 4, dimensions.0.id: .*kan niet 'text' heten"),
        ("name: a\ntitle: b\ndimensions: []\n", "regel 3, dimensions: .*niet leeg"),
    ],
)
def test_a_codebook_that_cannot_be_is_refused_with_its_line(tmp_path: Path, text: str, wanted: str) -> None:
    """Nothing of a codebook is dropped in silence, and lines are those of the file that is wrong."""
    with pytest.raises(ConfigError, match=wanted):
        codebook(tmp_path, text)


def test_a_dimension_that_stands_twice_is_refused(tmp_path: Path) -> None:
    """The second one would take the place of the first."""
    dimension = CODEBOOK.split("dimensions:\n")[1].split("examples:", maxsplit=1)[0]
    with pytest.raises(ConfigError, match="dimensie 'soort' staat er twee keer"):
        codebook(tmp_path, "extends: basis.yaml\ndimensions:\n" + dimension * 2)


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        (HEADER.encode("utf-16"), "geen UTF-8"),
        (HEADER.replace(",", ";").encode(), "puntkomma's"),
        (HEADER.encode() + b'"a,b\n', "rij 2: een aanhalingsteken"),
        (HEADER.encode() + b"x" * 200_000, "rij 2: 1 kolommen"),
    ],
)
def test_damaged_decisions_are_refused(tmp_path: Path, content: bytes, wanted: str) -> None:
    """People's decisions are never read by halves."""
    path = tmp_path / "decisions.csv"
    path.write_bytes(content)
    with pytest.raises(TableError, match=wanted):
        read_decisions(path)


def test_everything_under_raw_is_listed_and_only_files_are_read(tmp_path: Path) -> None:
    """A link to a folder does not vanish, and a pipe does not hold up the run."""
    (tmp_path / "a.txt").write_text("tekst", "utf-8")
    (tmp_path / "map").mkdir()
    (tmp_path / "naar-map").symlink_to("map")
    os.mkfifo(tmp_path / "pijp.txt")
    files = {file.path: file for file in source_files(tmp_path)}
    assert list(files) == ["a.txt", "naar-map", "pijp.txt"]
    assert files["a.txt"].read() == b"tekst"
    for name, wanted in (("naar-map", "een verwijzing"), ("pijp.txt", "geen gewoon bestand")):
        with pytest.raises(SourceError, match=wanted):
            files[name].read()


def test_a_quote_that_does_not_close_in_the_last_column_is_a_bad_row() -> None:
    """The rows below it must not become part of one answer."""
    data = b'Nr;Reactie\n1;goed\n2;"open\n3;derde\n4;vierde\n'
    (sheet,) = read_tables(data, Limits())
    (chunk,) = sheet.chunks()
    assert chunk.rows == [["1", "goed"]]
    assert [(row.row, row.unclosed) for row in chunk.bad] == [(3, True)]


@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
def test_a_quote_that_closes_on_the_last_line_is_a_row(end: str) -> None:
    """A cell of more lines may end the file."""
    made = io.StringIO(newline="")
    csv.writer(made, delimiter=";", lineterminator="\n").writerows([["Nr", "Reactie"], ["1", 'a\n"b"\nc']])
    (sheet,) = read_tables((made.getvalue().rstrip("\n") + end).encode(), Limits())
    (chunk,) = sheet.chunks()
    assert chunk.rows == [["1", 'a\n"b"\nc']]


def test_a_hidden_sheet_is_read_with_a_warning(tmp_path: Path) -> None:
    """What people do not see in Excel must not count without a word."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        for name in ("Open", "Dicht"):
            sheet = book.add_worksheet(name)
            sheet.write_column(0, 0, ["Reactie", f"tekst {name}"])
        sheet.hide()
    of = corpus(tmp_path, CORPUS + "tables: [{files: ['*.xlsx'], texts: [{column: Reactie}]}]\n")
    found = read({"a.xlsx": made.getvalue()}, of)
    assert sorted(found.sources[Documents.text]) == ["tekst Dicht", "tekst Open"]
    assert list(found.warnings[Remarks.place]) == ["blad Dicht"]


def test_a_session_or_table_without_a_file_is_a_warning(tmp_path: Path) -> None:
    """A typing error in a file name must not leave a session out without a word."""
    of = corpus(
        tmp_path,
        "name: a\nkind: minutes\nsessions:\n  - {id: een, name: Een, files: ['een*']}\n"
        "  - {id: twee, name: Twee, files: [twe.txt]}\n"
        "tables: [{files: [b.csv], texts: [{column: x}]}]\n",
    )
    found = read({"een.txt": b"Dit is een punt.", "een-b.txt": b"Dit is er nog een."}, of)
    assert list(found.warnings[Remarks.place]) == ["sessie 'twee'", "tabel 1 onder 'tables'"]
    assert found.warnings[Remarks.message].str.contains("'twe.txt'|'b.csv'").all()


@pytest.fixture
def closed(tmp_path: Path) -> Iterator[Path]:
    """Give a folder that may not be written."""
    folder = tmp_path / "dicht"
    folder.mkdir()
    folder.chmod(0o555)
    yield folder
    folder.chmod(0o755)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_closed_folder_is_named(closed: Path) -> None:
    """The message says where, and that the corpus can be copied."""
    with pytest.raises(StorageError, match="kan niet worden geschreven"):
        write_bytes(closed / "a.txt", b"a")


def test_a_file_in_the_place_of_the_folder_is_named(tmp_path: Path) -> None:
    """A file called derived is no reason for a traceback."""
    (tmp_path / "derived").write_text("", "utf-8")
    with pytest.raises(StorageError, match="kan niet worden geschreven"):
        write_bytes(tmp_path / "derived" / "a.txt", b"a")


def test_damaged_times_are_named(tmp_path: Path) -> None:
    """The file of times is no table, and still no reason for a traceback."""
    (tmp_path / "derived").mkdir()
    (tmp_path / "derived" / "run.json").write_text("{kapot", "utf-8")
    with pytest.raises(TableError, match="beschadigd; gooi het weg"):
        times.read(tmp_path)


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (["run"], "'CORPUS' ontbreekt"),
        (["run", "x", "--workers", "x"], "'--workers': hier hoort een geheel getal"),
        (["run", "x", "--workers", "-1"], "'--workers' moet minstens 0 zijn"),
        (["run", "x", "--wrkers", "3"], "keuze '--wrkers' bestaat niet"),
        (["run", "x", "topics", "nog"], "'nog' is te veel"),
        (["rnu"], "opdracht 'rnu' bestaat niet; bedoelt u 'run'?"),
        (["review", "exprt"], "opdracht 'exprt' bestaat niet"),
        (["new", "a", "--soort"], "achter '--soort' ontbreekt een waarde"),
    ],
)
def test_a_command_line_that_cannot_be_is_refused_in_dutch(words: list[str], wanted: str) -> None:
    """The exit code is that of wrong use, and no word is English."""
    found = CliRunner().invoke(app, words, env={"COLUMNS": "200"})
    assert found.exit_code == 2
    assert wanted in found.output


def test_the_help_of_a_group_is_no_error_message() -> None:
    """Without a command the analyst reads what there is to choose from."""
    for words in ([], ["review"]):
        output = CliRunner().invoke(app, words).output
        assert "Opdrachten" in output
        assert "Fout" not in output
