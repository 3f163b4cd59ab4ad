"""E-mails as they come in: plain, quoted-printable, base64, HTML, reply, forward, with attachments."""

import email.policy
import html
import io
import textwrap
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime

from docx import Document
from forms import Kit
from office import STAMP, convert, word_bytes
from people import Person, slug
from PIL import Image, ImageDraw
from render import Rendered, render
from stock import Response

POLICY = email.policy.SMTP.clone(max_line_length=78)
TEAM = "Team Diepe Ondergrond <ondergrond@example.nl>"
MIME = {
    "docx": ("application", "vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "pdf": ("application", "pdf"),
    "txt": ("text", "plain"),
    "zip": ("application", "zip"),
}
FIRST = datetime(2026, 2, 3, 7, 40, tzinfo=UTC)


@dataclass(frozen=True)
class Mail:
    """A mail to be written: where it goes, who sends it, what it says."""

    path: str
    number: int
    response: Response
    person: Person
    body: Rendered
    signature: list[str]

    @property
    def subject(self) -> str:
        """The subject line."""
        return self.response.fields["onderwerp"]

    @property
    def form(self) -> str:
        """The form: plain, qp, base64, html, multi, reply, forward or bijlage."""
        return self.response.fields["vorm"]


def logo() -> bytes:
    """Draw a small logo, as firms hang under their mails."""
    image = Image.new("RGB", (90, 30), "white")
    draw = ImageDraw.Draw(image)
    draw.ellipse((2, 2, 28, 28), fill=(21, 66, 115))
    draw.rectangle((34, 12, 86, 18), fill=(57, 135, 12))
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


def headers(message: EmailMessage, person: Person, subject: str, number: int, source: str) -> None:
    """Fill in sender, date and identifier; all of them follow from the arguments."""
    moment = FIRST + timedelta(hours=19 * number, minutes=7 * number)
    message["From"] = f"{person.name} <{person.email}>"
    message["To"] = TEAM
    message["Subject"] = subject
    message["Date"] = format_datetime(moment)
    message["Message-ID"] = f"<{source}.{number:03d}@example.nl>"


def fix_boundaries(message: EmailMessage, number: int) -> None:
    """Replace the random boundaries of a multipart message."""
    for index, part in enumerate(message.walk()):
        if part.is_multipart():
            part.set_boundary(f"=_deel_{number:03d}_{index}")


def _signature(response: Response, person: Person, kit: Kit) -> list[str]:
    people = kit.people
    organisation = response.fields.get("org")
    if organisation is None:
        tail = ["", "Verstuurd vanaf mijn telefoon"] if people.chance(0.2) else []
        return [person.name, *([person.phone] if people.chance(0.3) else []), *tail]
    role = people.role(response)
    contact = [f"{person.street}, {person.postcode} {person.place}", f"T {person.phone} | E {person.email}"]
    disclaimer = ["", people.pick("disclaimers")] if people.chance(0.7) else []
    return [person.name, role, organisation, *contact, *disclaimer]


def _quoted(mail: Mail, text: Rendered) -> list[str]:
    """Give the original under a reply: '>' marks on odd numbers, a header block on even ones."""
    day = FIRST + timedelta(hours=19 * mail.number - 30)
    if mail.number % 2:
        lines = [part for line in text.lines() for part in (textwrap.wrap(line, 68) or [""])]
        return ["", f"Op {day:%d-%m-%Y} schreef {TEAM}:", "", *(f"> {line}".rstrip() for line in lines)]
    block = [
        f"Van: {TEAM}",
        f"Verzonden: {day:%d-%m-%Y %H:%M}",
        f"Aan: {mail.person.name}",
        f"Onderwerp: {mail.subject[4:]}",
    ]
    return ["", "-----Oorspronkelijk bericht-----", *block, "", *text.lines()]


def _forwarded(mail: Mail, text: Rendered) -> list[str]:
    day = FIRST + timedelta(hours=19 * mail.number - 12)
    block = [f"Datum: {day:%d-%m-%Y}", f"Onderwerp: {mail.subject[4:]}", f"Aan: {mail.person.name}"]
    return ["", "---------- Doorgestuurd bericht ---------", *block, "", *text.lines()]


def _plain(mail: Mail, kit: Kit) -> str:
    """Text of the mail, wrapped as mail programs do; quoted or forwarded text comes below the signature."""
    lines = [part for line in mail.body.lines() for part in (textwrap.wrap(line, 76) or [""])]
    lines += ["", *mail.signature]
    for name, writer in (("quote", _quoted), ("forward", _forwarded)):
        section = mail.response.section(name)
        if section is not None:
            text = render(section, mail.person.place)
            lines += writer(mail, text)
            if name == "forward":
                kit.truth.points(mail.path, "", text)
    return "\n".join(lines) + "\n"


def _html(mail: Mail) -> str:
    blocks = []
    for rows in mail.body.paragraphs:
        inner = "<br>\n".join(html.escape(row.marker + row.text, quote=False) for row in rows)
        blocks.append(f'<p style="margin:0 0 12px 0">{inner.replace("  ", " &nbsp;")}</p>')
    signature = "<br>".join(html.escape(line, quote=False) for line in mail.signature)
    image = '<br><img src="cid:logo@example.nl" alt="logo">' if mail.response.fields.get("org") else ""
    return (
        "<!DOCTYPE html><html><head><style>body{font-family:Calibri;font-size:11pt}</style></head><body>\n"
        + "\n".join(blocks)
        + f'\n<div class="handtekening" style="color:#555">{signature}{image}</div>\n</body></html>\n'
    )


def _attachment(name: str, text: Rendered) -> bytes:
    """Give the attachment as a file; a pdf is still the Word file that LibreOffice converts later."""
    if name.endswith(".txt"):
        return "\r\n".join(text.lines()).encode("cp1252")
    if name.endswith(".zip"):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            archive.writestr(zipfile.ZipInfo("berekening.csv", date_time=STAMP), "\n".join(text.lines()))
        return buffer.getvalue()
    document = Document()
    document.add_heading("Zienswijze", level=1)
    for line in text.lines():
        if line:
            document.add_paragraph(line)
    return word_bytes(document)


def _attachments(mail: Mail, kit: Kit) -> list[tuple[str, bytes]]:
    found = []
    for section in mail.response.sections:
        if not section.name.startswith("att "):
            continue
        name = section.name[4:]
        text = render(section, mail.person.place)
        content = _attachment(name, text)
        if name.endswith(".pdf"):
            (content,) = convert([("bijlage.docx", content)], "pdf")
        kit.truth.points(mail.path, name, text)
        kit.truth.attachment(mail.path, name, "unsupported" if name.endswith(".zip") else "")
        found.append((name, content))
    return found


def _message(mail: Mail, kit: Kit) -> EmailMessage:
    message = EmailMessage(policy=POLICY)
    headers(message, mail.person, mail.subject, mail.number, "bericht")
    if mail.form == "html":
        message.set_content(_html(mail), subtype="html", cte="quoted-printable")
        if mail.response.fields.get("org"):
            message.add_related(logo(), "image", "png", cid="<logo@example.nl>", filename="logo.png")
            kit.truth.attachment(mail.path, "logo.png", "furniture")
        return message
    charset, coding = {"qp": ("iso-8859-1", "quoted-printable"), "base64": ("utf-8", "base64")}.get(
        mail.form, ("utf-8", "8bit")
    )
    message.set_content(_plain(mail, kit), charset=charset, cte=coding)
    if mail.form == "multi":
        message.add_alternative(_html(mail), subtype="html", cte="quoted-printable")
    for name, content in _attachments(mail, kit):
        main, sub = MIME[name.rsplit(".", 1)[1]]
        message.add_attachment(content, maintype=main, subtype=sub, filename=name)
    return message


def mails(responses: Sequence[Response], kit: Kit) -> dict[str, bytes]:
    """Write all mails; gives path in raw/ -> content."""
    made: dict[str, bytes] = {}
    for number, response in enumerate(kit.shuffled(responses), start=1):
        person = kit.people.person(response)
        path = f"e-mail/{number:03d}-{slug(response.fields['onderwerp'])[:40].strip('-')}.eml"
        body = render(response.sections[0], person.place, kit.slips(response))
        mail = Mail(path, number, response, person, body, _signature(response, person, kit))
        kit.truth.points(path, "", body)
        kit.truth.person(path, "", person, "name", "email")
        message = _message(mail, kit)
        fix_boundaries(message, number)
        made[path] = message.as_bytes()
        kit.truth.file(path)
    return made
