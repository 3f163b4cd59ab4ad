import datetime as dt
import io
import random
from collections.abc import Sequence
from email.message import EmailMessage
from typing import Any

import pandas as pd
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from source_files import WHOLE_PAGE_IMAGE, compound_file, lines, odt, pdf

from textmine.corpus import Corpus
from textmine.errors import ConservationError, SourceError
from textmine.readers.blocks import SourceFile
from textmine.steps.ingest import Ingested, IngestSettings, ingest
from textmine.steps.ingest.identity import pseudonym
from textmine.steps.ingest.values import NoSuchValueError, count_of, day_of
from textmine.tables import REASONS, Blocks, Documents, Files, Remarks, validate

SETTINGS = IngestSettings()
REGIONS = [
    {"id": "noord", "name": "Noord", "areas": ["Drenthe"]},
    {"id": "zuid", "name": "Zuid", "areas": ["Zeeland"]},
]
FORM: dict[str, Any] = {
    "files": ["*.csv", "*.xlsx"],
    "channel": "webformulier",
    "columns": {
        "id": "Nr",
        "received": "Datum",
        "respondent": "Naam",
        "organisation": "Organisatie",
        "area": "Provincie",
        "on_behalf_of": "Namens",
    },
    "texts": [{"column": "Zorgen", "question": "Wat zijn uw zorgen?"}, {"column": "Wensen"}],
}
HEADING = ["Nr", "Datum", "Naam", "Organisatie", "Provincie", "Namens", "Zorgen", "Wensen"]


def corpus(kind: str = "responses", **more: Any) -> Corpus:
    """Build a corpus of responses with the form mapped, or of minutes."""
    tables = [FORM] if kind == "responses" else []
    return Corpus.model_validate({"name": "proef", "kind": kind, "regions": REGIONS, "tables": tables} | more)


def source(path: str, data: bytes) -> SourceFile:
    """Wrap bytes as a file of raw/."""
    return SourceFile(path=path, size=len(data), read=lambda: data)


def read(files: dict[str, bytes], of: Corpus, with_settings: IngestSettings = SETTINGS) -> Ingested:
    """Ingest files and join the partitions, checking schemas and the laws that hold for every run."""
    parts = list(ingest([source(path, data) for path, data in files.items()], "proef", of, with_settings))
    whole = Ingested(
        **{
            name: pd.concat([getattr(part, name) for part in parts], ignore_index=True)
            for name in ("sources", "blocks", "rejected", "warnings", "files")
        }
    )
    for table, frame in (
        (Documents, whole.sources),
        (Blocks, whole.blocks),
        (Remarks, whole.rejected),
        (Remarks, whole.warnings),
        (Files, whole.files),
    ):
        validate(table, frame)
    check_laws(parts, whole, files)
    return whole


def check_laws(parts: Sequence[Ingested], whole: Ingested, files: dict[str, bytes]) -> None:
    """Nothing is lost, blocks cover their texts, and partitions are whole."""
    assert sorted(whole.files["path"]) == sorted(files)
    assert (whole.files["items"] == whole.files["kept"] + whole.files["rejected"]).all()
    assert whole.files["kept"].sum() == len(whole.sources)
    assert whole.files["rejected"].sum() == len(whole.rejected)
    assert set(whole.rejected["reason"]) | set(whole.warnings["reason"]) <= set(REASONS)
    texts = dict(zip(whole.sources["id"], whole.sources["text"], strict=True))
    at = dict.fromkeys(texts, 0)
    for block in whole.blocks.sort_values(["document_id", "block"]).itertuples():
        text = texts[block.document_id]
        assert not text[at[block.document_id] : block.start].strip("\n")
        at[block.document_id] = block.end
    assert all(not texts[key][end:].strip("\n") for key, end in at.items())
    for part in parts:
        assert set(part.blocks["document_id"]) == set(part.sources["id"])
        assert list(part.sources["id"]) == sorted(part.sources["id"])


def csv(*rows: Sequence[object], heading: Sequence[str] = HEADING) -> bytes:
    """Build a CSV file as Dutch Excel writes it."""
    table = [heading, *rows]
    return "\r\n".join(";".join(f'"{cell}"' for cell in row) for row in table).encode("cp1252")


def row(number: str = "1", **cells: str) -> list[str]:
    """Build a row of the form with filled answers."""
    filled = {"Nr": number, "Zorgen": f"zorg {number}", "Wensen": f"wens {number}"} | cells
    return [filled.get(name, "") for name in HEADING]


def test_an_answer_is_a_document_with_its_place() -> None:
    """Every filled answer is a document; the answers of a row share a submission and what is known of it."""
    found = read(
        {
            "map/form.csv": csv(
                row(
                    "A7",
                    Datum="3 maart 2026",
                    Naam="Mw. Jo Smit",
                    Organisatie="Dorpsraad",
                    Provincie=" drenthe ",
                    Namens="12",
                ),
            )
        },
        corpus(),
    )
    documents = found.sources.sort_values("column").reset_index(drop=True)
    assert documents["text"].tolist() == ["zorg A7", "wens A7"]
    assert documents["question"].tolist() == ["Wat zijn uw zorgen?", "Wensen"]
    assert documents["submission"].tolist() == [documents["submission"][0]] * len(documents)
    first = documents.iloc[0]
    assert (first["row"], first["column"], first["region"], first["on_behalf_of"]) == (2, 7, "noord", 12)
    assert (first["received"], first["organisation"]) == (dt.date(2026, 3, 3), "Dorpsraad")
    assert first["respondent"] == pseudonym("jo  SMIT")
    assert first["channel"] == "webformulier"
    assert len(found.warnings) == 0


def test_a_workbook_gives_what_its_csv_gives() -> None:
    """The same rows in XLSX and CSV give the same texts and circumstances; real dates are read."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"default_date_format": "dd-mm-yyyy"}) as book:
        sheet = book.add_worksheet("Reacties")
        sheet.write_row(0, 0, HEADING)
        sheet.write_row(1, 0, [1, dt.date(2026, 2, 28), "Jo", "", "Zeeland", 3, "een\ntwee", "drie"])
    of = corpus()
    excel = read({"form.xlsx": out.getvalue()}, of).sources
    plain = read(
        {
            "form.csv": csv(
                row(
                    "1",
                    Datum="28-02-2026",
                    Naam="Jo",
                    Provincie="Zeeland",
                    Namens="3",
                    Zorgen="een\ntwee",
                    Wensen="drie",
                )
            )
        },
        of,
    ).sources
    same = ["received", "region", "respondent", "on_behalf_of", "question", "text", "row", "column"]
    pd.testing.assert_frame_equal(
        excel.sort_values("column", ignore_index=True)[same],
        plain.sort_values("column", ignore_index=True)[same],
    )
    assert excel["sheet"].tolist() == ["Reacties", "Reacties"]


def test_what_is_wrong_in_a_row_is_said_with_place_and_value() -> None:
    """Empty answers and broken rows are rejected, impossible values are warnings, the rest is kept."""
    data = csv(
        row("1", Datum="31-02-2026", Provincie="Atlantis", Namens="veel"),
        row("2", Zorgen="  "),
        ["3", "te", "kort"],
        row("4"),
        row("4", Zorgen="iets anders"),
    )
    found = read({"form.csv": data}, corpus())
    assert sorted(found.sources["text"]) == sorted(
        ["zorg 1", "wens 1", "wens 2", "zorg 4", "wens 4", "iets anders", "wens 4"]
    )
    assert sorted(zip(found.rejected["reason"], found.rejected["place"], strict=True)) == [
        ("bad_row", "rij 4"),
        ("empty_answer", "rij 3"),
    ]
    warned = sorted(zip(found.warnings["place"], found.warnings["message"], strict=True))
    assert [place for place, _ in warned] == ["rij 2", "rij 2", "rij 2", "rij 5", "rij 6"]
    messages = " ".join(message for _, message in warned)
    assert all(value in messages for value in ("'31-02-2026'", "'Atlantis'", "'veel'", "'4'"))
    kept = found.sources[found.sources["row"] == 2]
    assert kept["received"].isna().all()
    assert kept["region"].isna().all()
    assert (kept["on_behalf_of"] == 1).all()


ROWS = st.lists(
    st.tuples(
        st.sampled_from(["", "a", "b", "c"]),
        st.sampled_from(["", "x", "y", "x\ny"]),
        st.sampled_from(["", "z"]),
    ),
    min_size=1,
    max_size=9,
)


@settings(max_examples=20, deadline=None)
@given(ROWS, st.randoms(use_true_random=False), st.booleans())
def test_row_order_changes_nothing_but_row_numbers(
    cells: list[tuple[str, str, str]],
    chance: random.Random,
    with_id: bool,
) -> None:
    """Sorting a table gives the same documents with the same ids, double and missing numbers included."""
    mapping = FORM if with_id else FORM | {"columns": {}}
    of = corpus(tables=[mapping])
    rows = [row(number, Zorgen=zorg, Wensen=wens) for number, zorg, wens in cells]
    shuffled = list(rows)
    chance.shuffle(shuffled)
    columns = ["id", "submission", "question", "text"]
    first, second = (read({"form.csv": csv(*table)}, of).sources[columns] for table in (rows, shuffled))
    pd.testing.assert_frame_equal(first, second)
    assert first["id"].is_unique


def test_column_order_and_extra_columns_change_no_id() -> None:
    """Moving columns, or adding one that is not mapped, leaves every id as it was."""
    of = corpus(tables=[FORM | {"columns": {}}])
    data = [row("1", Zorgen="a"), row("2", Zorgen="b")]
    heading = [*HEADING[::-1], "Opmerking"]
    moved = [[*cells[::-1], "nieuw"] for cells in data]
    before = read({"form.csv": csv(*data)}, of).sources
    after = read({"form.csv": csv(*moved, heading=heading)}, of).sources
    assert before["id"].tolist() == after["id"].tolist()


def test_correcting_an_answer_keeps_its_id() -> None:
    """With a registration number the id of an answer survives a correction of its text."""
    before, after = (
        read({"form.csv": csv(row("7", Zorgen=text))}, corpus()).sources for text in ("fuot", "fout")
    )
    assert before["id"].tolist() == after["id"].tolist()


@settings(max_examples=8, deadline=None)
@given(st.permutations(["a.txt", "b/c.txt", "b.eml", "d.csv"]), st.integers(100, 130))
def test_file_order_and_partitions_change_nothing(order: list[str], partition_rows: int) -> None:
    """In whatever order files are listed, and however small the partitions, the tables are the same."""
    files = {
        "a.txt": b"een brief",
        "b/c.txt": b"nog een brief",
        "b.eml": b"From: x@y.test\n\nhallo",
        "d.csv": csv(*(row(str(number)) for number in range(90))),
    }
    small = IngestSettings(partition_rows=partition_rows)
    parts = list(ingest([source(path, files[path]) for path in order], "proef", corpus(), small))
    assert all(len(part.sources) <= partition_rows for part in parts)
    assert len(parts) > 1
    found = pd.concat([part.sources for part in parts]).sort_values("id", ignore_index=True)
    pd.testing.assert_frame_equal(found, read(files, corpus()).sources.sort_values("id", ignore_index=True))


def test_missing_columns_are_one_clear_rejection() -> None:
    """A file without the mapped columns says which are missing and which headings it has."""
    found = read({"form.csv": csv(["x"], heading=["Antwoord"])}, corpus())
    assert found.files["status"].tolist() == ["rejected"]
    message = found.rejected["message"][0]
    assert "'Zorgen'" in message
    assert "'Antwoord'" in message
    assert len(found.rejected) == 1


def test_an_unmapped_table_says_what_to_add() -> None:
    """Among responses a table without a mapping is rejected with the lines for corpus.yaml."""
    message = read({"form.csv": csv(row())}, corpus(tables=[])).rejected["message"][0]
    assert "tables" in message
    assert "form.csv" in message
    assert "'Zorgen'" in message


def test_sheets_are_chosen_by_name() -> None:
    """Only the named sheets are read; every other sheet with content is listed."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        for name in ("Reacties", "Toelichting"):
            book.add_worksheet(name).write_row(0, 0, HEADING)
            book.get_worksheet_by_name(name).write_row(1, 0, row())
        book.add_worksheet("Leeg")
    of = corpus(tables=[FORM | {"sheets": ["reacties"]}])
    found = read({"form.xlsx": out.getvalue()}, of)
    assert found.rejected["place"].tolist() == ["blad Toelichting"]
    assert len(found.sources) == 2
    of = corpus(tables=[FORM | {"sheets": ["Formulier"]}])
    found = read({"form.xlsx": out.getvalue()}, of)
    assert "'Reacties', 'Toelichting'" in found.rejected["message"][0]


def mail(**attachments: bytes) -> bytes:
    """Build an e-mail with attachments by name; double underscores stand for a dot."""
    message = EmailMessage()
    message["From"], message["Date"] = "Jo <jo@voorbeeld.test>", "Mon, 02 Mar 2026 10:00:00 +0100"
    message.set_content("Wij zijn tegen.")
    for name, data in attachments.items():
        message.add_attachment(
            data, maintype="application", subtype="octet-stream", filename=name.replace("__", ".")
        )
    return message.as_bytes()


def test_an_email_and_its_attachments_are_one_submission() -> None:
    """Body and attachments are documents of one submission; what cannot be read is listed."""
    found = read({"m/a.eml": mail(brief__txt=b"De brief.", scan__jpg=b"\xff\xd8\xff")}, corpus())
    documents = found.sources.sort_values("member", na_position="first", ignore_index=True)
    assert documents["text"].tolist() == ["Wij zijn tegen.", "De brief."]
    assert documents["submission"].tolist() == [documents["submission"][0]] * len(documents)
    assert documents["submission"][0] == documents["id"][0]
    assert set(documents["received"]) == {dt.date(2026, 3, 2)}
    assert set(documents["respondent"]) == {pseudonym("jo@voorbeeld.test")}
    assert set(documents["channel"]) == {"e-mail"}
    assert zip_of(found.rejected) == [("scanned", "bijlage scan.jpg")]
    assert found.files["status"].tolist() == ["partly"]


def zip_of(remarks: pd.DataFrame) -> list[tuple[str, str]]:
    """Return reason and place of remarks."""
    return list(zip(remarks["reason"], remarks["place"], strict=True))


MANY = {
    "goed.txt": b"Een brief over zout.",
    "leeg.txt": b"",
    "leeg2.txt": b"",
    "kopie.txt": b"Een brief over zout.",
    "scan.pdf": pdf([WHOLE_PAGE_IMAGE], image=True),
    "slot.pdf": pdf([lines(["x"])], encrypted=True),
    "half.odt": odt("<text:p>x</text:p>")[:-50],
    "oud.doc": compound_file({"WordDocument": b"x" * 5000}),
    "niets.odt": odt("<text:p> </text:p>"),
    ".DS_Store": b"x",
    "map/~$brief.docx": b"x",
    "Thumbs.db": b"x",
}
REASON = {
    "goed.txt": None,
    "kopie.txt": "duplicate",
    "leeg.txt": "empty",
    "leeg2.txt": "empty",
    "scan.pdf": "scanned",
    "slot.pdf": "encrypted",
    "half.odt": "damaged",
    "oud.doc": "unsupported",
    "niets.odt": "no_text",
    ".DS_Store": "unsupported",
    "map/~$brief.docx": "unsupported",
    "Thumbs.db": "unsupported",
}


def test_every_file_is_kept_or_has_a_reason() -> None:
    """Every file of raw/ becomes documents or a rejection with a reason and a way out; nothing vanishes."""
    found = read(MANY, corpus("minutes"))
    reasons = dict(zip(found.rejected["path"], found.rejected["reason"], strict=True))
    assert {path: reasons.get(path) for path in MANY} == REASON
    assert all(";" in message for message in found.rejected["message"])
    duplicate = found.rejected[found.rejected["reason"] == "duplicate"]["message"].item()
    assert "'goed.txt'" in duplicate


def test_a_repaired_file_is_picked_up() -> None:
    """A later run with the file repaired keeps it, and changes nothing about the others."""
    of = corpus("minutes")
    before = read({"a.txt": b"een", "b.odt": odt("<text:p>x</text:p>")[:-50]}, of)
    after = read({"a.txt": b"een", "b.odt": odt("<text:p>x</text:p>")}, of)
    assert before.files["status"].tolist() == ["kept", "rejected"]
    assert after.files["status"].tolist() == ["kept", "kept"]
    assert set(before.sources["id"]) < set(after.sources["id"])


def test_identical_responses_all_count() -> None:
    """Two people may send the same letter: identical responses all count, unless told otherwise."""
    files = {"a.txt": b"zelfde brief", "b.txt": b"zelfde brief"}
    assert len(read(files, corpus()).sources) == 2
    assert len(read(files, corpus(identical_files="reject")).sources) == 1


def test_minutes_belong_to_sessions() -> None:
    """What is known comes from the session; a file of no session is kept with a warning."""
    session = {
        "id": "n1",
        "name": "Noord",
        "date": dt.date(2026, 3, 5),
        "region": "noord",
        "tier": "gemeenten",
        "status": "concept",
        "files": ["noord.*"],
    }
    of = corpus("minutes", sessions=[session], tiers=[{"id": "gemeenten", "name": "Gemeenten"}])
    found = read({"noord.txt": b"verslag", "los.txt": b"nog een verslag"}, of)
    by_path = found.sources.set_index("path")
    assert by_path.loc["noord.txt", ["session", "region", "tier", "status"]].tolist() == [
        "n1",
        "noord",
        "gemeenten",
        "concept",
    ]
    assert by_path.loc["noord.txt", "received"] == dt.date(2026, 3, 5)
    assert pd.isna(by_path.loc["los.txt", "session"])
    assert found.warnings[["path", "reason"]].values.tolist() == [["los.txt", "no_session"]]  # noqa: PD011
    assert "telt daarom als een eigen sessie" in found.warnings["message"].item()


def test_without_sessions_every_file_is_its_own() -> None:
    """A corpus.yaml of a few lines works: each set of minutes is a session by its name."""
    found = read({"a/noord.txt": b"verslag", "zuid.md": b"verslag 2"}, corpus("minutes"))
    assert sorted(found.sources["session"]) == ["a/noord", "zuid"]
    assert len(found.warnings) == 0


def test_minutes_in_a_spreadsheet_are_read_as_text() -> None:
    """Among minutes a table without a mapping is read as cells of a text."""
    found = read({"acties.csv": b"Punt;Wie\nmeten;provincie\n"}, corpus("minutes"))
    assert set(found.blocks["kind"]) == {"cell"}
    assert found.sources["text"].tolist() == ["Punt\nWie\nmeten\nprovincie"]


def test_a_file_too_large_is_not_read() -> None:
    """A file beyond the limit is refused by its size alone."""

    def never() -> bytes:
        raise AssertionError

    (part,) = ingest(
        [SourceFile(path="a.txt", size=3_000_000, read=never)],
        "proef",
        corpus(),
        IngestSettings(max_megabytes=1),
    )
    assert part.rejected["reason"].tolist() == ["too_large"]
    assert "max_megabytes" in part.rejected["message"][0]


def test_a_file_that_cannot_be_opened_is_listed() -> None:
    """An error of the disk is a rejection of that file, not the end of the run."""

    def broken() -> bytes:
        raise SourceError("geen toegang; vraag de eigenaar", reason="damaged")

    files = [SourceFile(path="a.txt", size=1, read=broken), source("b.txt", b"brief")]
    (part,) = ingest(files, "proef", corpus(), SETTINGS)
    assert part.files["status"].tolist() == ["rejected", "kept"]


def test_names_and_texts_that_are_no_unicode_are_kept() -> None:
    """A file or attachment with a broken name, or a text with half a character, does not stop the run."""
    half = "\udcff"
    data = (
        mail()
        .replace(b"Wij zijn tegen.", b"<p>Wij&#xD800; zijn tegen.</p>")
        .replace(b"text/plain", b"text/html")
    )
    (part,) = ingest(
        [source(f"a{half}.eml", data), source(f"b{half}.txt", b"brief")], "proef", corpus(), SETTINGS
    )
    validate(Documents, part.sources)
    assert part.files["path"].tolist() == ["a\\udcff.eml", "b\\udcff.txt"]
    assert len(part.sources) == 2


def test_no_files_give_one_empty_partition() -> None:
    """Without files there is one partition of empty tables, so that every table exists."""
    (part,) = ingest([], "proef", corpus(), SETTINGS)
    assert len(part.sources) == len(part.files) == 0
    validate(Documents, part.sources)


def test_the_same_path_twice_is_a_defect() -> None:
    """A list of files that names one twice cannot be accounted for."""
    with pytest.raises(ConservationError, match="twee keer"):
        list(ingest([source("a.txt", b"x"), source("a.txt", b"y")], "proef", corpus(), SETTINGS))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("03-02-2026", (2026, 2, 3)),
        ("3-2-2026 14:05", (2026, 2, 3)),
        ("2026-02-03T10:00:00Z", (2026, 2, 3)),
        ("3 maart 2026", (2026, 3, 3)),
        ("dinsdag 3 mrt. 2026", (2026, 3, 3)),
        ("3/2/26", (2026, 2, 3)),
        ("20260203", (2026, 2, 3)),
        ("1 oktober 2025, 12:00", (2025, 10, 1)),
    ],
)
def test_dates_as_people_write_them(text: str, day: tuple[int, int, int]) -> None:
    """Dutch and ISO notations give the day that was meant."""
    assert day_of(text) == dt.date(*day)


@pytest.mark.parametrize(
    "value", ["31-02-2026", "gisteren", "2-13-2026", "3 foo 2026", "01-01-0206", 46000.0]
)
def test_dates_that_do_not_exist_are_refused(value: object) -> None:
    """What is no date is refused with the value and the way out."""
    with pytest.raises(NoSuchValueError, match=r"verbeter|opmaak"):
        day_of(value)


@given(
    st.dates(dt.date(1990, 1, 1), dt.date(2099, 12, 31)),
    st.sampled_from(["%d-%m-%Y", "%Y-%m-%d", "%d/%m/%Y"]),
)
def test_written_dates_round_trip(day: dt.date, notation: str) -> None:
    """A date written in a usual notation is read as that date, with or without being told the notation."""
    assert day_of(day.strftime(notation)) == day == day_of(day.strftime(notation), notation)


@pytest.mark.parametrize(("value", "count"), [("", 1), ("12", 12), (3.0, 3), ("4,0", 4), (1, 1)])
def test_counts(value: object, count: int) -> None:
    """A whole number of one or more counts; an empty cell is one."""
    assert count_of(value) == count


@pytest.mark.parametrize("value", ["0", "-3", "2,5", "vijf", True])
def test_counts_that_cannot_be(value: object) -> None:
    """What is no count of people is refused."""
    with pytest.raises(NoSuchValueError, match="verbeter"):
        count_of(value)


def test_pseudonyms_join_spellings_of_one_name() -> None:
    """Case, spaces and titles do not make another person; no name gives no key, and the key holds no name."""
    assert pseudonym("Dhr. J. de Vries") == pseudonym("j. de  vries ")
    assert pseudonym("J. de Vries") != pseudonym("K. de Vries")
    assert pseudonym("  ") is None
    assert pseudonym(None) is None
    assert len(pseudonym("Jo") or "") == 16
