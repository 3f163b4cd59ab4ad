"""Write minutes as a Word document: real styles, list numbering, header, footer, tables and footnotes."""

import re
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from xml.sax.saxutils import escape

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph as DocxParagraph
from source import Block, Footnote, Heading, Item, Minutes, Paragraph, Table, Turn, typeset

MOMENT = datetime(2026, 4, 1, 12, 0, tzinfo=UTC)
FOOTNOTES_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"


def write_docx(minutes: Minutes, path: Path) -> None:
    """Write the document; building it twice gives the same bytes."""
    document = Document()
    document.styles["Normal"].font.name = minutes.settings["font"]
    document.styles["Normal"].font.size = Pt(10)
    _page_furniture(document, minutes)
    document.add_heading(minutes.title, level=0)
    numbering = 0
    for before, block in zip((None, *minutes.blocks), minutes.blocks, strict=False):
        if isinstance(block, Item) and not isinstance(before, Item):
            numbering = _new_numbering(document)
        _add_block(document, block, numbering)
    if minutes.footnotes:
        _add_footnotes(document, minutes.footnotes)
    _save(document, minutes, path)


def _add_block(document: DocumentType, block: Block, numbering: int) -> None:
    match block:
        case Heading():
            document.add_heading(block.text, level=block.level)
        case Paragraph():
            _add_text(document.add_paragraph(), " ".join(piece.marked for piece in block.pieces))
        case Item():
            name = "List Number" if block.structure == "number" else "List Bullet"
            paragraph = document.add_paragraph(style=name if block.level == 1 else f"{name} {block.level}")
            if block.structure == "number":
                _set_numbering(paragraph, numbering)
            _add_text(paragraph, block.piece.marked)
        case Turn():
            paragraph = document.add_paragraph()
            paragraph.add_run(f"{block.speaker}: ").bold = True
            _add_text(paragraph, block.piece.marked)
        case Table():
            _add_table(document, block)
        case Footnote():  # written in a part of its own
            pass


def repack(path: Path, mend: Callable[[bytes], bytes] = bytes) -> None:
    """Write a zip file again with one fixed date in it, every part mended, the mimetype (if any) first."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}
    names = sorted(parts, key=lambda name: (name != "mimetype", name != "[Content_Types].xml", name))
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            info = zipfile.ZipInfo(name, MOMENT.timetuple()[:6])
            info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(info, mend(parts[name]))


def _save(document: DocumentType, minutes: Minutes, path: Path) -> None:
    properties = document.core_properties
    properties.title, properties.author, properties.language = minutes.title, "Voorbeeld", "nl-NL"
    properties.comments = "Fictief voorbeeldverslag"
    properties.created = properties.modified = MOMENT
    document.save(path)
    repack(path)


def _add_text(paragraph: DocxParagraph, marked: str) -> None:
    """Add text in runs: bold between double asterisks, a reference where a footnote mark stands."""
    bold = False
    for part in re.split(r"(\*\*|\[\^\d+\])", typeset(marked)):
        if part == "**":
            bold = not bold
        elif note := re.fullmatch(r"\[\^(\d+)\]", part):
            run = paragraph.add_run()
            run.font.superscript = True
            reference = OxmlElement("w:footnoteReference")
            reference.set(qn("w:id"), note[1])
            run._r.append(reference)  # noqa: SLF001 - python-docx has no footnotes of its own
        elif part:
            paragraph.add_run(part).bold = bold or None


def _add_table(document: DocumentType, block: Table) -> None:
    table = document.add_table(rows=len(block.rows), cols=len(block.rows[0]), style="Table Grid")
    for row, cells in zip(table.rows, block.rows, strict=True):
        for cell, pieces in zip(row.cells, cells, strict=True):
            paragraphs = [cell.paragraphs[0], *(cell.add_paragraph() for _ in pieces[1:])]
            for paragraph, piece in zip(paragraphs, pieces, strict=True):
                _add_text(paragraph, f"**{piece.marked}**" if piece.reason == "heading" else piece.marked)
    document.add_paragraph()


def _page_furniture(document: DocumentType, minutes: Minutes) -> None:
    section = document.sections[0]
    section.header.paragraphs[0].text = minutes.settings["header"]
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for part in re.split(r"(\{pages?\})", minutes.settings["footer"]):
        if part in {"{page}", "{pages}"}:
            _add_field(footer, "PAGE" if part == "{page}" else "NUMPAGES")
        elif part:
            footer.add_run(part)


def _add_field(paragraph: DocxParagraph, name: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)  # noqa: SLF001 - python-docx has no fields of its own


def _new_numbering(document: DocumentType) -> int:
    """Make a list of its own that starts at 1; give its id."""
    numbering = document.part.numbering_part.element
    style = document.styles["List Number"].element
    original = numbering.num_having_numId(style.pPr.numPr.numId.val)
    fresh = numbering.add_num(original.abstractNumId.val)
    fresh.add_lvlOverride(ilvl=0).add_startOverride(1)
    return int(fresh.numId)


def _set_numbering(paragraph: DocxParagraph, numbering: int) -> None:
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()  # noqa: SLF001 - no public way
    properties.get_or_add_ilvl().val = 0
    properties.get_or_add_numId().val = numbering


def _add_footnotes(document: DocumentType, notes: dict[str, str]) -> None:
    footnotes = "".join(
        _footnote(str(number), f"<w:r><w:{kind}/></w:r>", f'w:type="{kind}" ')
        for number, kind in ((-1, "separator"), (0, "continuationSeparator"))
    )
    for number, text in notes.items():
        mark = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r>'
        run = f'<w:r><w:t xml:space="preserve"> {escape(typeset(text))}</w:t></w:r>'
        footnotes += _footnote(number, mark + run)
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    xml = f"{head}<w:footnotes {nsdecls('w')}>{footnotes}</w:footnotes>"
    part = Part(PackURI("/word/footnotes.xml"), FOOTNOTES_TYPE, xml.encode(), document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def _footnote(number: str, runs: str, kind: str = "") -> str:
    return f'<w:footnote {kind}w:id="{number}"><w:p>{runs}</w:p></w:footnote>'
