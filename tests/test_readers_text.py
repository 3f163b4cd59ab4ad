import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.errors import SourceError
from textmine.readers import html_text, markdown, plain_text
from textmine.readers.blocks import join
from textmine.readers.encoding import decode, find_encoding
from textmine.readers.limits import Limits

LIMITS = Limits()
DUTCH = st.text(
    alphabet=st.sampled_from("abcdefghijklmnopqrstuvwxyzABCDE ëéèïöüáç€’‘“”–…\n.,"), min_size=1, max_size=80
)


@given(DUTCH, st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"]))
def test_unicode_encodings_are_found(text: str, codec: str) -> None:
    """Whatever Unicode encoding a text is in, it is read as written."""
    letters = "Zienswijze over de ondergrond. " + text
    assert decode(letters.encode(codec)).removeprefix("\ufeff") == letters


@given(DUTCH)
def test_windows_1252_is_found(text: str) -> None:
    """A text in Windows-1252 with Dutch accents is read as written, and not taken for another code page."""
    letters = "Coördinatie en financiële ruïnes: " + text
    assert decode(letters.encode("cp1252")) == letters


@pytest.mark.parametrize("codec", ["cp1252", "cp850", "mac_roman"])
def test_single_byte_code_pages_are_told_apart(codec: str) -> None:
    """What makes Dutch of the bytes decides between Windows, DOS and Mac."""
    letters = "De coördinator vond één reëel idee; bèta's ruïneren niets."
    assert decode(letters.encode(codec)) == letters


def test_stray_windows_bytes_in_utf8_are_mended() -> None:
    """One badly pasted character does not turn the rest of a UTF-8 file into mojibake."""
    data = "één coördinatie, patiënten ".encode() * 5 + b"kost 5 \x80 per stuk"
    assert decode(data).endswith("patiënten kost 5 € per stuk")


def test_stray_bytes_are_mended_across_chunks() -> None:
    """The incremental decoder, which reads large CSV files, gives what the whole decoder gives."""
    data = ("coördinatie " * 40).encode() + b"\x93x\x94"
    decoder = codecs.getincrementaldecoder(find_encoding(data))()
    pieces = "".join(decoder.decode(data[at : at + 7]) for at in range(0, len(data), 7)) + decoder.decode(
        b"", final=True
    )
    assert pieces == decode(data) == "coördinatie " * 40 + "“x”"


def test_a_wrong_declaration_gives_way_to_the_bytes() -> None:
    """A declared encoding that does not fit is not believed; one that fits is."""
    assert decode("één".encode(), "ascii") == "één"
    assert decode("één".encode("iso8859-15"), "iso-8859-15") == "één"
    assert decode("één".encode(), "no-such-codec") == "één"


def test_binary_is_no_text() -> None:
    """Bytes that are no text are refused instead of read as characters."""
    with pytest.raises(SourceError, match="geen tekst") as caught:
        find_encoding(bytes(range(1, 32)) * 10)
    assert caught.value.reason == "unsupported"


def test_text_keeps_its_line_numbers() -> None:
    """Every line of the file is a block with its number, empty lines too."""
    blocks = plain_text.read(b"een\r\n\r\ndrie  \n", LIMITS).parts[0].blocks
    assert [(b.text, b.paragraph, b.kind) for b in blocks] == [
        ("een", 1, "line"),
        ("", 2, "line"),
        ("drie", 3, "line"),
    ]


def test_form_feeds_are_pages() -> None:
    """A form feed begins a new page."""
    blocks = plain_text.read(b"een\n\ftwee", LIMITS).parts[0].blocks
    assert [(b.text, b.page) for b in blocks if b.text] == [("een", 1), ("twee", 2)]


@given(st.lists(st.text(alphabet="ab \n", max_size=6), max_size=8))
def test_blocks_lie_where_join_says(texts: list[str]) -> None:
    """The span of each block cuts exactly its text out of the document."""
    blocks = [plain_text.Block(text) for text in texts]
    text, spans = join(blocks)
    assert [text[start:end] for start, end in spans] == texts


MARKDOWN = """---
title: Verslag
---
# Verslag **regio**

Inleiding met [een link](https://voorbeeld.test) en
een zachte regel.

- punt een
  - punt twee
- punt drie

  vervolg

| Kop A | Kop B |
|-------|-------|
| a1    | b1    |

<ul><li>uit html</li></ul>
"""


def test_markdown_gives_structure_and_verbatim_text() -> None:
    """Headings, list items by depth and cells are told apart; markup and link targets are no text."""
    reading = markdown.read(MARKDOWN.encode(), LIMITS)
    found = [(b.kind, b.level, b.text, b.paragraph) for b in reading.parts[0].blocks]
    assert found == [
        ("heading", 1, "Verslag regio", 4),
        ("paragraph", 0, "Inleiding met een link en een zachte regel.", 6),
        ("list_item", 1, "punt een", 9),
        ("list_item", 2, "punt twee", 10),
        ("list_item", 1, "punt drie", 11),
        ("paragraph", 1, "vervolg", 13),
        ("cell", 0, "Kop A", 15),
        ("cell", 0, "Kop B", 15),
        ("cell", 0, "a1", 17),
        ("cell", 0, "b1", 17),
        ("list_item", 1, "uit html", 19),
    ]
    cells = [(b.row, b.column) for b in reading.parts[0].blocks if b.kind == "cell"]
    assert cells == [(1, 1), (1, 2), (2, 1), (2, 2)]
    assert reading.metadata == {"title": "Verslag"}


def test_markdown_footnotes() -> None:
    """A footnote is a block of its own kind; its mark is no text, a bracket that is no mark stays."""
    text = "Een zin.[^1] Nog [^2] een.\n\n[^1]: Noot van\n  twee regels.\n\nSlot.\n"
    blocks = markdown.read(text.encode(), LIMITS).parts[0].blocks
    assert [(b.kind, b.text, b.paragraph) for b in blocks] == [
        ("paragraph", "Een zin. Nog [^2] een.", 1),
        ("paragraph", "Slot.", 6),
        ("footnote", "Noot van twee regels.", 3),
    ]


HTML = """<html><head><title>Mijn brief</title><style>p{}</style></head><body>
<h2>Zorgen</h2><p>Eerste <b>vette</b>
regel.<br>Tweede regel.</p><script>x()</script><div style="display:none">verborgen</div>
<ol><li>een<ul><li>dieper</li></ul></li></ol>
<table><tr><td>links</td><td colspan=2>midden</td><td>rechts</td></tr></table>
<table><tr><td><p>opmaak, geen tabel</p></td></tr></table>
<blockquote>eerder <p>bericht</p></blockquote></body></html>"""


def test_html_gives_structure_and_verbatim_text() -> None:
    """Blocks follow the elements; scripts, styles and hidden text are left out."""
    reading = html_text.read(HTML.encode("utf-8"), LIMITS)
    found = [(b.kind, b.level, b.text, b.row, b.column) for b in reading.parts[0].blocks]
    assert found == [
        ("heading", 2, "Zorgen", None, None),
        ("paragraph", 0, "Eerste vette regel.\nTweede regel.", None, None),
        ("list_item", 1, "een", None, None),
        ("list_item", 2, "dieper", None, None),
        ("cell", 0, "links", 1, 1),
        ("cell", 0, "midden", 1, 2),
        ("cell", 0, "rechts", 1, 4),
        ("paragraph", 0, "opmaak, geen tabel", None, None),
        ("quoted", 0, "eerder", None, None),
        ("quoted", 0, "bericht", None, None),
    ]
    assert reading.metadata == {"title": "Mijn brief"}


def test_html_declaration_is_used() -> None:
    """The encoding an HTML file declares is used when it fits its bytes."""
    page = '<html><head><meta charset="windows-1252"></head><body>één</body></html>'
    assert html_text.read(page.encode("cp1252"), LIMITS).parts[0].blocks[0].text == "één"
