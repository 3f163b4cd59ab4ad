import pytest
from hypothesis import given
from hypothesis import strategies as st
from source_files import WHOLE_PAGE_IMAGE, lines, pdf, show

from textmine.errors import SourceError
from textmine.readers import pdf as pdf_reader
from textmine.readers.limits import Limits
from textmine.readers.pdf_layout import Word, line_pitch, paragraph_breaks, reading_order

LIMITS = Limits()
LEFT = [
    "De gemeente maakt zich zorgen over",
    "de gevolgen van zoutwinning voor de",
    "huizen langs de kust, en vraagt om",
    "metingen vooraf en tijdens het werk.",
    "Bewoners willen weten wie er betaalt",
    "als er later schade blijkt te zijn.",
]
RIGHT = [
    "Ook de provincie ziet dat er weinig",
    "kennis is over diepe lagen. Zij wil dat",
    "het Rijk alle gegevens openbaar maakt",
    "en een kaart laat maken waarop staat",
    "welke lagen voor warmte geschikt zijn",
    "en welke voor drinkwater nodig zijn.",
]


def texts(*pages: bytes, field: bytes = b"") -> list[tuple[str, str]]:
    """Return kind and text of what is read from pages with these contents."""
    part = pdf_reader.read(pdf(pages, field=field), LIMITS).parts[0]
    return [(block.kind, block.text) for block in part.blocks]


def test_lines_and_paragraph_breaks() -> None:
    """Every visual line is a block; white space between lines becomes an empty line; hyphens stay."""
    page = lines(["Eerste alinea begint met een af-", "gebroken woord.", "", "Tweede alinea.", "Slot."])
    assert texts(page) == [
        ("line", "Eerste alinea begint met een af-"),
        ("line", "gebroken woord."),
        ("line", ""),
        ("line", "Tweede alinea."),
        ("line", "Slot."),
    ]


def test_places_count_per_page() -> None:
    """A line knows its page and its number on that page; a paragraph break has no number."""
    blocks = (
        pdf_reader.read(pdf([lines(["Een regel.", "", "Nog een."]), lines(["Blad twee."])]), LIMITS)
        .parts[0]
        .blocks
    )
    assert [(b.page, b.paragraph) for b in blocks] == [(1, 1), (1, None), (1, 2), (2, 1)]


@pytest.mark.parametrize("by_row", [False, True])
def test_two_columns_are_read_one_after_the_other(*, by_row: bool) -> None:
    """The left column comes before the right one, in whatever order it is drawn; a title stays on top."""
    rows = [
        (show(a, 60, 700 - 14 * n), show(b, 310, 700 - 14 * n))
        for n, (a, b) in enumerate(zip(LEFT, RIGHT, strict=True))
    ]
    body = [piece for row in rows for piece in row] if by_row else [r[0] for r in rows] + [r[1] for r in rows]
    title = show("Verslag van de bijeenkomst over de diepe ondergrond in het gemeentehuis", 60, 760)
    found = [text for _, text in texts(title + b"".join(body)) if text]
    assert found[1:] == [*LEFT, *RIGHT]


def test_three_ragged_columns() -> None:
    """Three narrow columns whose lines do not stand at one height are read one after the other."""
    columns = [[f"{word} {n} van deze kolom" for n in range(9)] for word in ("eerste", "tweede", "derde")]
    page = b"".join(lines(column, x=50 + 175 * n, top=700 - 5 * n) for n, column in enumerate(columns))
    assert [text for _, text in texts(page) if text] == [text for column in columns for text in column]


def test_labels_beside_values_stay_on_one_line() -> None:
    """A narrow column of labels is no column of text: label and value are read together."""
    rows = [
        ("Datum:", "12 maart 2026"),
        ("Plaats:", "Assen"),
        ("Voorzitter:", "de wethouder"),
        ("Verslag:", "de griffier"),
        ("Status:", "vastgesteld"),
    ]
    page = b"".join(show(a, 60, 700 - 14 * n) + show(b, 250, 700 - 14 * n) for n, (a, b) in enumerate(rows))
    assert [text for _, text in texts(page)] == [f"{a} {b}" for a, b in rows]


def test_ruled_tables_become_cells() -> None:
    """Lines around cells make a table: each cell is a block with its row and column, with its own lines."""
    across = b"".join(b"50 %d m 450 %d l S\n" % (y, y) for y in (700, 660, 620))
    down = b"".join(b"%d 620 m %d 700 l S\n" % (x, x) for x in (50, 250, 450))
    page = (
        show("Boven de tabel.", 50, 760)
        + across
        + down
        + show("kop a", 60, 675)
        + show("kop b", 260, 675)
        + show("lange cel met een af-", 60, 645)
        + show("gebroken woord", 60, 631)
        + show("b2", 260, 645)
        + show("Onder de tabel.", 50, 580)
    )
    blocks = pdf_reader.read(pdf([page]), LIMITS).parts[0].blocks
    assert [(b.kind, b.text, b.row, b.column) for b in blocks if b.text] == [
        ("line", "Boven de tabel.", None, None),
        ("cell", "kop a", 1, 1),
        ("cell", "kop b", 1, 2),
        ("cell", "lange cel met een af-\ngebroken woord", 2, 1),
        ("cell", "b2", 2, 2),
        ("line", "Onder de tabel.", None, None),
    ]


def test_filled_in_forms_are_read() -> None:
    """What somebody typed into a form field is text, at its place on the page."""
    page = lines(["Formulier", "Uw reactie:"]) + show("Einde", 70, 200)
    found = [text for _, text in texts(page, field=show("Ik ben tegen zoutwinning.", 2, 5)) if text]
    assert found == ["Formulier", "Uw reactie:", "Ik ben tegen zoutwinning.", "Einde"]


def test_turned_text_is_read_along_its_direction() -> None:
    """A page whose text stands on its side is read like any other; a turned remark comes after the text."""
    turned = b"".join(
        b"BT /F1 11 Tf 0 1 -1 0 %d 100 Tm (%s) Tj ET\n" % (100 + 14 * n, text.encode())
        for n, text in enumerate(LEFT)
    )
    assert [text for _, text in texts(turned)] == LEFT
    watermark = b"BT /F1 40 Tf 0.7 0.7 -0.7 0.7 150 300 Tm (CONCEPT) Tj ET\n"
    assert [text for _, text in texts(watermark + lines(LEFT)) if text][: len(LEFT)] == LEFT


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (pdf([lines(["tekst"])], encrypted=True), "encrypted"),
        (pdf([lines(["tekst"])])[:200], "damaged"),
        (b"%PDF-1.4 niets", "damaged"),
        (pdf([WHOLE_PAGE_IMAGE, WHOLE_PAGE_IMAGE], image=True), "scanned"),
        (pdf([b""]), "no_text"),
    ],
)
def test_unreadable_pdfs_have_a_reason(data: bytes, reason: str) -> None:
    """A PDF without readable text says why, and what to do about it."""
    with pytest.raises(SourceError) as caught:
        pdf_reader.read(data, LIMITS)
    assert caught.value.reason == reason
    assert ";" in str(caught.value)


def test_page_limit() -> None:
    """A PDF with more pages than the limit is too large."""
    with pytest.raises(SourceError, match="max_pages") as caught:
        pdf_reader.read(pdf([lines(["a"]), lines(["b"])]), Limits(max_pages=1))
    assert caught.value.reason == "too_large"


def test_one_scanned_page_is_noticed() -> None:
    """A page that is only a picture does not hide behind the pages with text."""
    part = pdf_reader.read(pdf([lines(LEFT * 2), WHOLE_PAGE_IMAGE], image=True), LIMITS).parts[0]
    assert [(notice.reason, notice.place) for notice in part.notices] == [("scanned", "pagina 2")]


WORDS = st.lists(
    st.builds(
        Word,
        text=st.text(alphabet="abcdef", min_size=1, max_size=8),
        left=st.floats(0, 500),
        right=st.just(0.0),
        baseline=st.floats(0, 800),
        size=st.sampled_from([8.0, 11.0, 16.0]),
        spaced=st.just(value=True),
    ).map(lambda w: w._replace(right=w.left + 5 * len(w.text))),
    max_size=60,
)


@given(WORDS)
def test_layout_loses_no_word(words: list[Word]) -> None:
    """However words lie on a page, each of them is in exactly one row."""
    found = " ".join(row.text for row in reading_order(words)).split()
    assert sorted(found) == sorted(word.text for word in words)


@given(WORDS, st.randoms(use_true_random=False))
def test_layout_does_not_depend_on_drawing_order(words: list[Word], random: object) -> None:
    """The order in which a file draws its words does not change how they are read."""
    shuffled = list(words)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert reading_order(shuffled) == reading_order(words)


@given(st.integers(10, 30), st.floats(1.0, 2.0))
def test_even_lines_have_no_breaks(count: int, pitch: float) -> None:
    """Many lines at equal distance form one paragraph, however wide they are spaced."""
    words = [Word("tekst", 70, 100, 800 - n * pitch * 11, 11, spaced=True) for n in range(count)]
    rows = reading_order(words)
    assert not any(paragraph_breaks(rows, line_pitch([rows])))
