"""Write a document as a Word file: every look comes from a style of the template."""

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from io import BytesIO
from itertools import chain

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.shared import Twips

from textmine.errors import ConservationError
from textmine.report.document.model import (
    Block,
    Document,
    Heading,
    Items,
    Paragraph,
    Picture,
    Quote,
    Run,
    Runs,
    Table,
)
from textmine.report.document.page_setup import Page, page_of, turned
from textmine.report.document.parts import Element, bookmark, field, link, make, run
from textmine.report.document.table_writer import table_element
from textmine.report.document.template import Opened, Template, open_template, save, say_what_it_is
from textmine.report.document.widths import needed

CONTENTS = "Inhoud"
DEEPEST = 4
"""Levels of headings that a template has styles for."""
IN_CONTENTS = 2
"""Levels of headings in the table of contents."""


def write(document: Document, pictures: Mapping[str, bytes], template: Template) -> bytes:
    """Return the Word file; the same document and template give the same bytes.

    ``pictures`` holds a PNG by the name of each figure.

    Raises
    ------
    TemplateError
        When the template cannot be used, or lacks a style.
    ConservationError
        When a heading skips a level, or a picture says nothing to who cannot see it.
    """
    opened = open_template(template)
    return _Writer(opened, document, pictures).write()


class _Writer:
    """Builds the body; numbers of tables, figures and bookmarks run through the document."""

    def __init__(self, opened: Opened, document: Document, pictures: Mapping[str, bytes]) -> None:
        self._file, self._styles = opened.file, opened.styles
        self._document, self._pictures = document, pictures
        self._section = self._file.element.body.find(qn("w:sectPr"))
        self._page = page_of(self._section)
        self._counts = {"Tabel": 0, "Figuur": 0}
        self._headings = [block for block in document.blocks if isinstance(block, Heading)]
        self._numbers = {id(each): number for number, each in enumerate(self._headings, 1)}
        self._anchors = {each.anchor: self._mark(each) for each in self._headings if each.anchor}
        _check_levels(self._headings)

    def write(self) -> bytes:
        """Return the file."""
        body = self._file.element.body
        for element in chain(self._opening(), self._contents(), self._blocks()):
            self._section.addprevious(element)
        body.remove(self._section)
        body.append(self._section)
        self._fill_headers()
        say_what_it_is(self._file, self._document.title, self._document.about)
        return save(self._file)

    def _opening(self) -> Iterator[Element]:
        yield self._paragraph("title", [run(self._document.title)])
        if self._document.subtitle:
            yield self._paragraph("subtitle", [run(self._document.subtitle)])
        if self._document.summary:
            yield self._paragraph("text", [run(self._document.summary)])

    def _contents(self) -> Iterator[Element]:
        """Yield the table of contents, with its entries: nobody has to update it to see them.

        Page numbers are fields: only a program that lays out the pages knows them.
        """
        listed = [each for each in self._headings if each.level <= IN_CONTENTS]
        start, end = field(f'TOC \\o "1-{IN_CONTENTS}" \\h \\z \\u', ""), []
        start, end = start[:-1], start[-1:]
        entries = []
        for number, heading in enumerate(listed):
            mark = self._mark(heading)
            inside = [run(heading.text), make("r", [make("tab")]), *field(f"PAGEREF {mark} \\h", "")]
            first = start if number == 0 else []
            last = end if number == len(listed) - 1 else []
            entries.append(self._paragraph(f"contents-{heading.level}", [*first, link(mark, inside), *last]))
        gallery = [make("docPartGallery", val="Table of Contents"), make("docPartUnique")]
        if entries:
            content = [self._paragraph("contents", [run(CONTENTS)]), *entries]
            yield make("sdt", [make("sdtPr", [make("docPartObj", gallery)]), make("sdtContent", content)])
            yield self._paragraph("after-table", [make("r", [make("br", type="page")])])

    def _mark(self, heading: Heading) -> str:
        """Return the name of the bookmark of a heading; two equal headings have their own."""
        return f"_Toc{self._numbers[id(heading)]:08d}"

    def _blocks(self) -> Iterator[Element]:
        """Yield all blocks; a table that is too wide for the page stands on a page that is turned."""
        lying = False
        blocks = self._document.blocks
        wide = _wide(blocks, self._page.width)
        for number, block in enumerate(blocks):
            if wide[number] != lying:
                yield self._section_break(lying=lying)
                lying = wide[number]
            page = turned(self._page) if lying else self._page
            yield from self._block(block, page)
        if lying:
            yield self._section_break(lying=True)

    def _section_break(self, *, lying: bool) -> Element:
        section = deepcopy(self._section)
        if lying:
            turned(self._page).put_in(section)
        style = make("pStyle", val=self._styles["after-table"])
        return make("p", [make("pPr", [style, section])])

    def _block(self, block: Block, page: Page) -> Iterator[Element]:
        if isinstance(block, Heading):
            inside = bookmark(self._numbers[id(block)], self._mark(block), self.inline(block.runs))
            yield self._paragraph(f"heading-{block.level}", inside)
        elif isinstance(block, Paragraph):
            yield self._paragraph(block.style, self.inline(block.runs))
        elif isinstance(block, Items):
            yield from self._list(block)
        elif isinstance(block, Quote):
            yield self._paragraph("quote", [run(block.words)])
            yield self._paragraph("source", self.inline(block.source))
        elif isinstance(block, Table):
            yield self._paragraph("caption", self._numbered("Tabel", block.caption))
            if block.note:
                yield self._paragraph("note", self.inline(block.note))
            yield table_element(block, page.width, self._styles, self.inline)
            yield self._paragraph("after-table", [])
        else:
            yield from self._picture(block, page)

    def inline(self, runs: Sequence[Run]) -> list[Element]:
        """Return runs; a target that is a heading of the document becomes a link."""
        found: list[Element] = []
        for each in runs:
            mark = self._anchors.get(each.target)
            if mark is not None:
                found.append(link(mark, [run(each.text, self._styles["link"])]))
            else:
                found.append(run(each.text, self._styles[each.style] if each.style else ""))
        return found

    def _numbered(self, label: str, caption: Runs) -> list[Element]:
        self._counts[label] += 1
        number = field(f"SEQ {label} \\* ARABIC", str(self._counts[label]))
        return [run(f"{label} "), *number, run(". "), *self.inline(caption)]

    def _list(self, items: Items) -> Iterator[Element]:
        kind = "number" if items.ordered else "bullet"
        restart = self._restarted() if items.ordered else None
        for level, runs in items.items:
            made = self._paragraph(f"{kind}-{min(level, 2)}", self.inline(runs))
            if restart is not None:
                numbers = [make("ilvl", val=min(level, 2)), make("numId", val=restart)]
                made[0].append(make("numPr", numbers))
            yield made

    def _restarted(self) -> int | None:
        """Return a numbering that begins at 1 again, as the style of numbered lists has it."""
        style = next(
            each
            for each in self._file.styles.element
            if each.get(qn("w:styleId")) == self._styles["number-0"] and each.tag == qn("w:style")
        )
        own = style.find(f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:numId')}")
        if own is None:
            return None
        numbering = self._file.part.numbering_part.element
        known = numbering.findall(qn("w:num"))
        of = next(each for each in known if each.get(qn("w:numId")) == own.get(qn("w:val")))
        number = max(int(each.get(qn("w:numId"))) for each in known) + 1
        shape = of.find(qn("w:abstractNumId")).get(qn("w:val"))
        starts = [make("lvlOverride", [make("startOverride", val=1)], ilvl=level) for level in range(3)]
        known[-1].addnext(make("num", [make("abstractNumId", val=shape), *starts], numId=number))
        return number

    def _picture(self, picture: Picture, page: Page) -> Iterator[Element]:
        if not picture.text:
            raise ConservationError(f"rapport: figuur '{picture.name}' heeft geen tekst voor wie niet ziet")
        inline = self._file.part.new_pic_inline(BytesIO(self._pictures[picture.name]), None, None)
        width, height = inline.extent.cx, inline.extent.cy
        scale = min(1.0, Twips(page.width) / width, Twips(page.height * 2 // 3) / height)
        size = inline.graphic.graphicData.pic.spPr
        for extent in (inline.extent, size.xfrm.ext):
            extent.cx, extent.cy = int(width * scale), int(height * scale)
        inline.docPr.set("descr", picture.text)
        inline.docPr.set("name", picture.name)
        yield self._paragraph("picture", [make("r", [make("drawing", [inline])])])
        yield self._paragraph("picture-caption", self._numbered("Figuur", picture.caption))

    def _paragraph(self, style: str, inside: Sequence[Element]) -> Element:
        return make("p", [make("pPr", [make("pStyle", val=self._styles[style])]), *inside])

    def _fill_headers(self) -> None:
        """Fill the fields that a template has for the title and the data, in headers and footers."""
        texts = {"titel": self._document.title, "gegevens": self._document.about}
        kinds = {RELATIONSHIP_TYPE.HEADER, RELATIONSHIP_TYPE.FOOTER}
        for rel in self._file.part.rels.values():
            if rel.reltype not in kinds:
                continue
            for control in rel.target_part.element.iter(qn("w:sdt")):
                tag = control.find(f"{qn('w:sdtPr')}/{qn('w:tag')}")
                wanted = None if tag is None else texts.get(tag.get(qn("w:val")))
                shown = list(control.iter(qn("w:t")))
                if wanted is not None and shown:
                    shown[0].text = wanted
                    for other in shown[1:]:
                        other.text = ""


def _check_levels(headings: Sequence[Heading]) -> None:
    before = 0
    for heading in headings:
        if not 1 <= heading.level <= min(before + 1, DEEPEST):
            raise ConservationError(
                f"rapport: kop '{heading.text}' heeft niveau {heading.level} onder niveau {before}"
            )
        before = heading.level


def _wide(blocks: Sequence[Block], width: int) -> list[bool]:
    """Return which blocks stand on a turned page: wide tables, and the headings right above them."""
    found = [isinstance(block, Table) and needed(block) > width for block in blocks]
    for number in range(len(blocks) - 2, -1, -1):
        if isinstance(blocks[number], Heading) and found[number + 1]:
            found[number] = True
    return found
