"""The template of the document: that of textmine, or one of the organisation with the same styles."""

import datetime as dt
from dataclasses import dataclass
from functools import cache
from importlib import resources
from io import BytesIO
from zipfile import BadZipFile

import docx
from docx.document import Document as WordFile
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn

from textmine.errors import TemplateError
from textmine.report.document.package import pack, repack
from textmine.report.document.styles import BY_KIND

CREATED = dt.datetime(2000, 1, 1)  # noqa: DTZ001  # Word knows no time zone; fixed, so that bytes are equal

LANGUAGE = "nl-NL"
SHORT = 255
"""Letters that fit in a property."""

_BODY_ONLY = (RELATIONSHIP_TYPE.IMAGE, RELATIONSHIP_TYPE.HYPERLINK, RELATIONSHIP_TYPE.COMMENTS)
"""What a template's own text refers to; it goes with that text."""

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PARTS = {
    "styles": "styles.xml",
    "numbering": "numbering.xml",
    "settings": "settings.xml",
    "header": "header.xml",
    "footer": "footer.xml",
}
_MAIN = "document.xml"


@dataclass(frozen=True, slots=True)
class Template:
    """A Word file of the organisation; without ``content`` textmine's own template is used.

    ``path`` is what messages call it.
    """

    path: str = ""
    content: bytes | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """An empty document in the look of a template; ``styles`` gives the id of each style by its key."""

    file: WordFile
    styles: dict[str, str]


def open_template(template: Template) -> Opened:
    """Return the template without its own text: what remains are styles, page, header and footer.

    Raises
    ------
    TemplateError
        When it is no Word document, or lacks a style; the message names every style that is missing.
    """
    content = default() if template.content is None else template.content
    try:
        file = docx.Document(BytesIO(content))
    except (PackageNotFoundError, BadZipFile, ValueError, KeyError) as error:
        raise TemplateError(
            f"{template.path}: dit is geen Word-document (.docx); open het in Word en kies Opslaan als, "
            "Word-document"
        ) from error
    styles = _styles(file, template)
    _empty(file)
    return Opened(file, styles)


def _styles(file: WordFile, template: Template) -> dict[str, str]:
    present = {
        (style.get(qn("w:type")), _name(style).casefold()): style.get(qn("w:styleId"), "")
        for style in file.styles.element.findall(qn("w:style"))
    }
    wanted = [(kind, key, style) for kind, styles in BY_KIND.items() for key, style in styles.items()]
    missing = [style.told for kind, _, style in wanted if (kind, style.name.casefold()) not in present]
    if missing:
        one = len(missing) == 1
        raise TemplateError(
            f"{template.path}: in dit sjabloon {'ontbreekt de stijl' if one else 'ontbreken de stijlen'} "
            f"{', '.join(missing)}; voeg {'die' if one else 'ze'} toe, of begin met een kopie van "
            "derived/sjabloon.docx, waar alle stijlen in staan"
        )
    return {key: present[kind, style.name.casefold()] for kind, key, style in wanted}


def _name(style: docx.oxml.xmlchemy.BaseOxmlElement) -> str:
    name = style.find(qn("w:name"))
    return "" if name is None else name.get(qn("w:val"), "")


def _empty(file: WordFile) -> None:
    """Take the text out; the last section properties (page, header, footer) stay."""
    body = file.element.body
    for child in list(body):
        if child.tag != qn("w:sectPr"):
            body.remove(child)
    rels = file.part.rels
    for name in [name for name, rel in rels.items() if rel.reltype in _BODY_ONLY]:
        del rels[name]


def say_what_it_is(file: WordFile, title: str, subject: str) -> None:
    """Fill in the properties of the file, and its language."""
    properties = file.core_properties
    properties.title, properties.subject = title[:SHORT], subject[:SHORT]
    properties.author = properties.last_modified_by = "textmine"
    properties.comments, properties.keywords = "", ""
    properties.language, properties.revision = LANGUAGE, 1
    properties.created = properties.modified = CREATED
    for language in file.styles.element.iterfind(f"{qn('w:docDefaults')}//{qn('w:lang')}"):
        language.set(qn("w:val"), LANGUAGE)


def save(file: WordFile) -> bytes:
    """Return the file; the same content gives the same bytes."""
    buffer = BytesIO()
    file.save(buffer)
    return repack(buffer.getvalue())


@cache
def default() -> bytes:
    """Return textmine's own template."""
    folder = resources.files("textmine.report.document").joinpath("templates")
    parts = {name: folder.joinpath(name).read_bytes() for name in (_MAIN, *_PARTS.values())}
    kinds = [(f"/word/{_MAIN}", f"{_WORD}.document.main+xml")]
    kinds += [(f"/word/{name}", f"{_WORD}.{kind}+xml") for kind, name in _PARTS.items()]
    overrides = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in kinds)
    links = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{name}"/>'
        for number, (kind, name) in enumerate(_PARTS.items(), 1)
    )
    return pack(
        [
            (
                "[Content_Types].xml",
                f'{_XML}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType='
                '"application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
                f'ContentType="application/xml"/>{overrides}</Types>'.encode(),
            ),
            (
                "_rels/.rels",
                f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
                f'Type="{_OFFICE}/officeDocument" Target="word/{_MAIN}"/></Relationships>'.encode(),
            ),
            (
                "word/_rels/document.xml.rels",
                f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>'.encode(),
            ),
            *((f"word/{name}", content) for name, content in parts.items()),
        ]
    )
