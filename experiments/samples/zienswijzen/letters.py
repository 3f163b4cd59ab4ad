"""Letters on paper: letterhead, reference, salutation, body, signature; as Word, PDF, ODT, text and HTML."""

import html
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from forms import Kit
from office import convert, word_bytes
from people import Person, bare, slug
from render import Rendered, Row, render
from stock import NAME, Response

MONTHS = ["januari", "februari", "maart", "april"]
ADDRESSEE = [
    "Ministerie van Ondergrondse Zaken (fictief)",
    "t.a.v. team Diepe Ondergrond",
    "Postbus 00000",
    "0000 AA Den Haag",
]
SALUTES = ("Geachte", "Beste", "L.S.", "Aan wie")
FONTS = ["Calibri", "Arial", "Times New Roman", "Verdana", "Liberation Serif"]
CREDENTIALS = ("name", "street", "postcode", "email", "phone")


@dataclass
class Letter:
    """A letter, ready to be laid out."""

    person: Person
    organisation: str
    role: str
    day: date
    subject: str
    salutation: str
    body: Rendered
    closing: str
    look: int
    postscript: list[str] = field(default_factory=list)

    @property
    def sender(self) -> list[str]:
        """The letterhead, line by line."""
        person = self.person
        first = self.organisation or person.name
        return [
            first,
            person.street,
            f"{person.postcode} {person.place}",
            person.email,
            f"Tel. {person.phone}",
        ]

    @property
    def dateline(self) -> str:
        """Place and date, as Dutch letters have it."""
        return f"{self.person.place}, {self.day.day} {MONTHS[self.day.month - 1]} {self.day.year}"

    @property
    def signature(self) -> list[str]:
        """Name, and for an organisation the role and the organisation."""
        return [self.person.name, *([self.role, self.organisation] if self.organisation else [])]


def compose(response: Response, kit: Kit, look: int) -> Letter:
    """Write the letter around a hand-written body."""
    people = kit.people
    person = people.person(response)
    sender = response.sender
    body = render(response.sections[0], person.place, kit.slips(response))
    own_salute = body.paragraphs[0][0].text.startswith(SALUTES)
    salutation = "" if own_salute else people.pick(f"aanhef.{sender}")
    body.names.extend(NAME.findall(salutation))
    return Letter(
        person=person,
        organisation=response.fields.get("org", ""),
        role=people.role(response),
        day=date(2026, 2, 3) + timedelta(days=int(kit.rng.integers(0, 40))),
        subject=response.fields["betreft"],
        salutation=NAME.sub(r"\1", salutation),
        body=body,
        closing=people.pick(f"slot.{sender}"),
        look=look,
    )


def _head(document: WordDocument, letter: Letter) -> None:
    if letter.look % 3 == 0:
        for line in letter.sender:
            paragraph = document.sections[0].header.add_paragraph(line)
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            paragraph.paragraph_format.space_after = Pt(0)
    elif letter.look % 3 == 1:
        cells = document.add_table(rows=1, cols=2).rows[0].cells
        cells[0].text = "\n".join(ADDRESSEE)
        cells[1].text = "\n".join(letter.sender)
        document.add_paragraph()
        return
    else:
        run = document.add_paragraph().add_run(letter.sender[0])
        run.bold, run.font.size, run.font.color.rgb = True, Pt(16), RGBColor(0x15, 0x42, 0x73)
        document.add_paragraph(" | ".join(letter.sender[1:]))
    document.add_paragraph("\n".join(ADDRESSEE))


def _body_row(document: WordDocument, row: Row, look: int) -> None:
    if row.heading:
        if look % 2:
            document.add_paragraph(row.text, style="Heading 2")
        else:
            document.add_paragraph().add_run(row.text).bold = True
        return
    styles = {"-": "List Bullet", "1": "List Number"}
    style = styles.get("1" if row.marker[:1].isdigit() else row.marker.strip())
    if style and look % 2:
        document.add_paragraph(row.text, style=style)
    else:
        document.add_paragraph(row.marker + row.text)


def _page_number(paragraph: Paragraph, text: str) -> None:
    """Add text and a field that shows the page number."""
    paragraph.add_run(text)
    run = paragraph.add_run()
    for tag, attribute in (("fldChar", "begin"), ("instrText", ""), ("fldChar", "end")):
        element = OxmlElement(f"w:{tag}")
        if attribute:
            element.set(qn("w:fldCharType"), attribute)
        else:
            element.text = "PAGE"
        run._r.append(element)  # noqa: SLF001  (python-docx has no fields of its own)


def word(letter: Letter) -> WordDocument:
    """Lay the letter out as a Word document; the look (a number) picks letterhead, font and list style."""
    document = Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONTS[letter.look % len(FONTS)], Pt(10 + letter.look % 3)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    if letter.look % 4 == 0 and letter.organisation:
        _page_number(section.footer.paragraphs[0], f"{letter.organisation} | pagina ")
    _head(document, letter)
    document.add_paragraph(letter.dateline)
    document.add_paragraph().add_run(f"Betreft: {letter.subject}").bold = True
    if letter.salutation:
        document.add_paragraph(letter.salutation)
    for rows in letter.body.paragraphs:
        for row in rows:
            _body_row(document, row, letter.look)
    document.add_paragraph(letter.closing)
    document.add_paragraph("\n\n" + "\n".join(letter.signature))
    for line in letter.postscript:
        document.add_paragraph(line)
    return document


def plain(letter: Letter) -> str:
    """Lay the letter out as text, wrapped at 80 characters; the lines end with a newline."""
    body = [line for text in letter.body.lines() for line in (textwrap.wrap(text, 80) or [""])]
    head = [*letter.sender, "", *ADDRESSEE, "", letter.dateline, "", f"Betreft: {letter.subject}", ""]
    salute = [letter.salutation, ""] if letter.salutation else []
    tail = ["", letter.closing, "", *letter.signature]
    postscript = [line for text in letter.postscript for line in ("", *textwrap.wrap(text, 80))]
    return "\n".join([*head, *salute, *body, *tail, *postscript]) + "\n"


def _html_row(row: Row) -> str:
    text = html.escape(row.text, quote=False)
    if row.heading:
        return f"<h3>{text}</h3>"
    return f"<p>{row.marker}{text}</p>"


def web(letter: Letter) -> str:
    """Lay the letter out as HTML, as a word processor saves it (declared as Windows-1252)."""
    rows = "\n".join(_html_row(row) for rows in letter.body.paragraphs for row in rows)
    head = "<br>\n".join(html.escape(line) for line in letter.sender)
    return (
        '<html><head><meta http-equiv="Content-Type" content="text/html; charset=windows-1252">\n'
        f"<title>{html.escape(letter.subject)}</title>\n"
        "<style><!-- p.MsoNormal { margin:0cm; font-family:Verdana } --></style></head>\n"
        f"<body lang=NL>\n<div align=right><p class=MsoNormal>{head}</p></div>\n"
        f"<p>{html.escape(letter.dateline)}</p>\n<p><b>Betreft:&nbsp;{html.escape(letter.subject)}</b></p>\n"
        f"<p>{html.escape(letter.salutation)}</p>\n{rows}\n<p>{html.escape(letter.closing)}</p>\n"
        f"<p>{'<br>'.join(html.escape(line) for line in letter.signature)}</p>\n</body></html>\n"
    )


def _direct(letter: Letter, form: str) -> bytes:
    """Give the letter as a file; for pdf and odt the Word file that LibreOffice converts."""
    if form == "txt":
        encoding = ("utf-8", "cp1252", "utf-8-sig")[letter.look % 3]
        return plain(letter).replace("\n", "\r\n" if letter.look % 2 else "\n").encode(encoding, "replace")
    if form == "html":
        return web(letter).encode("cp1252", "xmlcharrefreplace")
    return word_bytes(word(letter))


def letters(responses: Sequence[Response], kit: Kit) -> dict[str, bytes]:
    """Write all letters; gives path in raw/ -> content."""
    made: dict[str, bytes] = {}
    waiting: dict[str, list[str]] = {"pdf": [], "odt": []}
    for number, response in enumerate(kit.shuffled(responses), start=1):
        letter = compose(response, kit, number)
        form = response.fields["vorm"]
        name = slug(bare(letter.organisation) or letter.subject)[:40].strip("-")
        path = f"brieven/{number:02d}-{name}.{form}"
        made[path] = _direct(letter, form)
        if form in waiting:
            waiting[form].append(path)
        kit.truth.points(path, "", letter.body)
        kit.truth.person(path, "", letter.person, *CREDENTIALS)
        kit.truth.file(path)
    for form, paths in waiting.items():
        sources = [(f"{index:03d}.docx", made[path]) for index, path in enumerate(paths)]
        made |= dict(zip(paths, convert(sources, form), strict=True))
    return made
