import io
import struct
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given, settings
from hypothesis import strategies as st
from source_files import compound_file, odt, zipped

from textmine.errors import SourceError
from textmine.readers import docx, registry
from textmine.readers import odt as odt_reader
from textmine.readers.archive import Archive
from textmine.readers.archive import parse_xml as parse_guarded
from textmine.readers.blocks import Block
from textmine.readers.limits import Limits

LIMITS = Limits()
Shape = tuple[str, int, str]


def word(fill: Callable[[Any], None]) -> bytes:
    """Build a Word document by calling ``fill`` with an empty one."""
    document = Document()
    fill(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def append(document: Any, xml: str) -> None:
    """Append XML to the last paragraph of a document."""
    document.element.body.p_lst[-1].append(parse_xml(xml))


def shapes(blocks: list[Block] | tuple[Block, ...]) -> list[Shape]:
    """Return kind, level and text of blocks."""
    return [(block.kind, block.level, block.text) for block in blocks]


def read_word(fill: Callable[[Any], None]) -> list[Block]:
    """Build a Word document and return the blocks that are read from it."""
    return list(docx.read(word(fill), LIMITS).parts[0].blocks)


def test_word_body_in_order() -> None:
    """Headings, text, lists by depth and table cells come in the order of the document."""

    def fill(document: Any) -> None:
        document.add_heading("Verslag", 0)
        document.add_heading("Zorgen", 2)
        document.add_paragraph("Gewone tekst.")
        document.add_paragraph("eerste", style="List Bullet")
        document.add_paragraph("dieper", style="List Number 2")
        table = document.add_table(2, 2)
        table.cell(0, 0).text, table.cell(1, 1).text = "boven", "onder"
        table.cell(1, 1).add_paragraph("punt", style="List Bullet")
        document.add_paragraph("Slot.")

    blocks = read_word(fill)
    assert shapes(blocks) == [
        ("heading", 1, "Verslag"),
        ("heading", 2, "Zorgen"),
        ("paragraph", 0, "Gewone tekst."),
        ("list_item", 1, "eerste"),
        ("list_item", 2, "dieper"),
        ("cell", 0, "boven"),
        ("cell", 0, "onder"),
        ("list_item", 1, "punt"),
        ("paragraph", 0, "Slot."),
    ]
    assert [(b.row, b.column) for b in blocks[5:8]] == [(1, 1), (2, 2), (2, 2)]
    assert [b.paragraph for b in blocks] == list(range(1, 10))


def test_word_tracked_changes_hyperlinks_and_breaks() -> None:
    """Insertions and links are text, deletions are not; tabs, breaks and hyphens keep their meaning."""

    def fill(document: Any) -> None:
        document.add_paragraph("Wij ")
        append(
            document,
            f"<w:del {nsdecls('w')} w:id='1'><w:r><w:delText>willen niet</w:delText></w:r></w:del>",
        )
        append(
            document,
            f"<w:ins {nsdecls('w')} w:id='2'><w:r><w:t>eisen</w:t><w:tab/><w:t>veel</w:t></w:r></w:ins>",
        )
        append(
            document,
            f"<w:hyperlink {nsdecls('w')}><w:r><w:br/><w:t>zout</w:t><w:noBreakHyphen/>"
            "<w:t>laag</w:t></w:r></w:hyperlink>",
        )

    assert shapes(read_word(fill)) == [("paragraph", 0, "Wij eisen\tveel\nzout\u2011laag")]


def test_word_text_boxes_come_once() -> None:
    """A text box is stored twice in the file and read once, behind the paragraph that holds it."""
    box = "<w:txbxContent><w:p><w:r><w:t>kader</w:t></w:r></w:p></w:txbxContent>"
    spaces = (
        nsdecls("w") + ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
        ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
        ' xmlns:v="urn:schemas-microsoft-com:vml"'
    )

    def fill(document: Any) -> None:
        document.add_paragraph("ervoor")
        append(
            document,
            f"<w:r {spaces}><mc:AlternateContent>"
            f"<mc:Choice Requires='wps'><wps:txbx>{box}</wps:txbx></mc:Choice>"
            f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
            "</mc:AlternateContent></w:r>",
        )

    assert [block.text for block in read_word(fill)] == ["ervoor", "kader"]


def test_word_headers_and_footers_come_once() -> None:
    """Furniture of several sections is read once per text and marked as such."""

    def fill(document: Any) -> None:
        document.sections[0].header.paragraphs[0].text = "Ministerie"
        document.sections[0].footer.paragraphs[0].text = "Pagina"
        document.add_paragraph("inhoud")
        section = document.add_section()
        section.header.is_linked_to_previous = False
        section.header.paragraphs[0].text = "Ministerie"

    assert shapes(read_word(fill)) == [
        ("header", 0, "Ministerie"),
        ("paragraph", 0, "inhoud"),
        ("footer", 0, "Pagina"),
    ]


def test_word_nested_and_merged_cells() -> None:
    """Merged cells count as many columns as they span; a nested table has its own rows and columns."""

    def fill(document: Any) -> None:
        table = document.add_table(3, 3)
        table.cell(0, 0).merge(table.cell(0, 1)).text = "breed"
        table.cell(0, 2).text = "derde"
        table.cell(1, 0).merge(table.cell(2, 0)).text = "hoog"
        inner = table.cell(1, 1).add_table(1, 2)
        inner.cell(0, 1).text = "binnen"
        table.cell(2, 1).text = "naast"

    found = [(b.text, b.row, b.column) for b in read_word(fill)]
    assert found == [("breed", 1, 1), ("derde", 1, 3), ("hoog", 2, 1), ("binnen", 1, 2), ("naast", 3, 2)]


def test_word_layout_table_is_no_table() -> None:
    """A table of one column only frames a text: its paragraphs are no cells."""

    def fill(document: Any) -> None:
        document.add_table(1, 1).cell(0, 0).text = "ingekaderd"

    assert shapes(read_word(fill)) == [("paragraph", 0, "ingekaderd")]


def test_word_footnotes_and_comments() -> None:
    """Footnotes are text of kind footnote; comments are notices with their text, not text."""
    plain = word(lambda document: document.add_paragraph("tekst"))
    with zipfile.ZipFile(io.BytesIO(plain)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    space = nsdecls("w")
    members["word/document.xml"] = members["word/document.xml"].replace(
        b"<w:t>tekst</w:t>", b'<w:t>tekst</w:t><w:footnoteReference w:id="5"/>'
    )
    members["word/footnotes.xml"] = (
        f'<w:footnotes {space}><w:footnote w:id="5"><w:p><w:r><w:t> noot</w:t></w:r></w:p></w:footnote>'
        "</w:footnotes>"
    ).encode()
    members["word/comments.xml"] = (
        f'<w:comments {space}><w:comment w:id="1"><w:p><w:r><w:t>klopt dit?</w:t></w:r></w:p></w:comment>'
        "</w:comments>"
    ).encode()
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    members["word/_rels/document.xml.rels"] = members["word/_rels/document.xml.rels"].replace(
        b"</Relationships>",
        f'<Relationship Id="f1" Type="{kinds}/footnotes" Target="footnotes.xml"/><Relationship Id="c1" '
        f'Type="{kinds}/comments" Target="/word/comments.xml"/></Relationships>'.encode(),
    )
    part = docx.read(zipped(members), LIMITS).parts[0]
    assert shapes(part.blocks) == [("paragraph", 0, "tekst"), ("footnote", 0, "noot")]
    assert [(notice.reason, notice.text) for notice in part.notices] == [("metadata", "klopt dit?")]


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.text(alphabet=st.characters(codec="utf-8", categories=["L", "N", "P"]), min_size=1), max_size=6
    )
)
def test_word_paragraphs_round_trip(texts: list[str]) -> None:
    """What python-docx writes into paragraphs is what we read from them."""
    blocks = read_word(lambda document: [document.add_paragraph(text) for text in texts])
    assert [block.text for block in blocks] == texts


ODT = """
<text:tracked-changes><text:changed-region><text:deletion><text:p>geschrapt</text:p></text:deletion>
</text:changed-region></text:tracked-changes>
<text:h text:outline-level="2">Kop <text:span>twee</text:span></text:h>
<text:p>Een<text:s text:c="2"/>tekst
  met<text:tab/>tab<text:line-break/>regel<text:note><text:note-citation>1</text:note-citation>
<text:note-body><text:p>voetnoot</text:p></text:note-body></text:note>.<office:annotation>
<text:p>let op</text:p></office:annotation></text:p>
<text:list><text:list-item><text:p>punt</text:p>
<text:list><text:list-item><text:p>sub</text:p></text:list-item></text:list><text:p>vervolg</text:p></text:list-item></text:list>
<table:table><table:table-row><table:table-cell table:number-columns-repeated="2"/><table:table-cell>
<text:p>cel</text:p></table:table-cell></table:table-row></table:table>
<text:section><text:p>in sectie</text:p></text:section>
"""
ODT_STYLES = """<office:master-styles><style:master-page>
<style:header><text:p>kopregel</text:p></style:header>
<style:footer><text:p>voetregel</text:p></style:footer></style:master-page></office:master-styles>"""


def test_odt_gives_the_same_kinds_as_word() -> None:
    """Headings, lists, cells, notes and furniture are told apart; deletions and comments are no text."""
    part = odt_reader.read(odt(ODT, styles=ODT_STYLES), LIMITS).parts[0]
    assert shapes(part.blocks) == [
        ("header", 0, "kopregel"),
        ("heading", 2, "Kop twee"),
        ("paragraph", 0, "Een  tekst met\ttab\nregel."),
        ("list_item", 1, "punt"),
        ("list_item", 2, "sub"),
        ("paragraph", 0, "vervolg"),
        ("cell", 0, "cel"),
        ("paragraph", 0, "in sectie"),
        ("footnote", 0, "voetnoot"),
        ("footer", 0, "voetregel"),
    ]
    assert [(b.row, b.column) for b in part.blocks if b.kind == "cell"] == [(1, 3)]
    assert [notice.text for notice in part.notices] == ["let op"]


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.odt", odt("<text:p>x</text:p>", manifest="<m><encryption-data/></m>"), "encrypted"),
        ("a.docx", compound_file({"EncryptedPackage": b"x" * 5000, "EncryptionInfo": b"y"}), "encrypted"),
        ("a.doc", compound_file({"WordDocument": b"x" * 5000}), "unsupported"),
        ("a.docx", word(lambda _: None)[:-400], "damaged"),
        ("a.docx", b"geen zip", "damaged"),
        ("a.docx", zipped({"word/document.xml": "<w"}), "damaged"),
        ("a.pptx", zipped({"ppt/presentation.xml": "<p/>"}), "unsupported"),
        ("a.zip", zipped({"brief.txt": "hallo"}), "unsupported"),
        ("a.odp", zipped({"mimetype": "application/vnd.oasis.opendocument.presentation"}), "unsupported"),
    ],
)
def test_unreadable_containers_have_a_reason(name: str, data: bytes, reason: str) -> None:
    """A container that cannot be read says why, and what to do about it."""
    with pytest.raises(SourceError) as caught:
        registry.read(name, data, LIMITS)
    assert caught.value.reason == reason
    assert ";" in str(caught.value)


def test_zip_bombs_are_refused_before_unpacking() -> None:
    """What unpacks to far more than it is, or to more than the limit, is too large."""
    bomb = zipped({"word/document.xml": b"\0" * 30_000_000})
    with pytest.raises(SourceError, match="max_expansion") as caught:
        registry.read("a.docx", bomb, LIMITS)
    assert caught.value.reason == "too_large"
    with pytest.raises(SourceError, match="max_expanded_megabytes"):
        registry.read("a.docx", bomb, Limits(max_expanded_megabytes=5))


def test_a_zip_that_lies_about_its_size_is_damaged() -> None:
    """A member is never read beyond the size that was checked."""
    data = bytearray(zipped({"a": b"x" * 50_000}))
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 10)
    with pytest.raises(SourceError) as caught:
        Archive(bytes(data), LIMITS).read("a")
    assert caught.value.reason == "damaged"


@pytest.mark.parametrize("codec", ["utf-8", "utf-16"])
def test_entities_are_refused(codec: str) -> None:
    """XML with a document type is refused: no entity expands, nothing outside the file is read."""
    text = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]><a>&b;</a>'
    with pytest.raises(SourceError, match="DTD"):
        parse_guarded(text.encode(codec))
