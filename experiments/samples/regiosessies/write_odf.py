"""Write minutes as flat OpenDocument text, and let LibreOffice make the ODT or PDF of it."""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from xml.sax.saxutils import escape

from source import Block, Footnote, Heading, Item, Minutes, Paragraph, Piece, Table, Turn, typeset
from write_docx import MOMENT, repack
from write_text import hyphenate

SKELETON = Path(__file__).with_name("flat_odf.xml")
SOFFICE_SECONDS = 240
LIGATURES = {"ffi": "\ufb03", "ffl": "\ufb04", "ff": "\ufb00", "fi": "\ufb01", "fl": "\ufb02"}
FIELDS = {
    "{page}": '<text:page-number text:select-page="current">1</text:page-number>',
    "{pages}": "<text:page-count/>",
}


class ConversionError(Exception):
    """LibreOffice is not there, took too long or gave no file; the message holds its own words."""


def write_odf(minutes: Minutes, path: Path, hyphens: dict[str, str]) -> None:
    """Write `path` (.odt or .pdf) by way of a flat OpenDocument file in a temporary folder."""
    with tempfile.TemporaryDirectory() as folder:
        flat = Path(folder) / f"{path.stem}.fodt"
        flat.write_text(_Writer(minutes, hyphens).document(), encoding="utf-8")
        made = convert(flat, path.suffix.lstrip("."), Path(folder))
        shutil.copyfile(made, path)
    if path.suffix == ".odt":
        repack(path, _without_chance)
    else:
        _fix_pdf(path)


def convert(source: Path, suffix: str, folder: Path) -> Path:
    """Let LibreOffice convert a file, in a profile of its own so that runs do not meet."""
    program = shutil.which("soffice")
    if program is None:
        raise ConversionError("soffice is not on the path; install LibreOffice Writer to build this file")
    command = [program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    command += ["--convert-to", suffix, "--outdir", str(folder), str(source)]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(int(MOMENT.timestamp())), "TZ": "UTC"}
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, timeout=SOFFICE_SECONDS, check=False
    )
    made = folder / f"{source.stem}.{suffix}"
    if not made.exists():
        raise ConversionError(
            f"LibreOffice made no {made.name} (exit {done.returncode}): {done.stderr or done.stdout}"
        )
    return made


class _Writer:
    """Turn the blocks of one set of minutes into the body of a flat OpenDocument file."""

    def __init__(self, minutes: Minutes, hyphens: dict[str, str]) -> None:
        self.minutes = minutes
        self.hyphens = hyphens if minutes.settings.get("hyphenate") == "yes" else {}
        self.ligatures = LIGATURES if minutes.settings.get("ligatures") == "yes" else {}

    def document(self) -> str:
        """Fill the skeleton."""
        settings = self.minutes.settings
        columns = settings.get("columns", "1")
        footer = re.sub(r"\{pages?\}", lambda match: FIELDS[match[0]], escape(settings["footer"]))
        values = {
            "title": escape(self.minutes.title),
            "font": settings["font"],
            "size": "10pt" if columns == "1" else "9.5pt",
            "align": "start" if settings["file"].endswith(".odt") else "justify",
            "columns": columns,
            "margin": settings.get("margin", "2.2cm"),
            "header": escape(settings["header"]),
            "footer": footer,
            "body": self._body(),
        }
        return re.sub(r"@(\w+)@", lambda match: values[match[1]], SKELETON.read_text(encoding="utf-8"))

    def _body(self) -> str:
        title = f'<text:p text:style-name="Title">{self._inline(self.minutes.title)}</text:p>'
        blocks = [block for block in self.minutes.blocks if not isinstance(block, Footnote)]
        start = next(index for index, block in enumerate(blocks) if isinstance(block, Heading))
        head, rest = "\n".join(self._blocks(blocks[:start])), "\n".join(self._blocks(blocks[start:]))
        section = f'<text:section text:name="Verslag" text:style-name="Columns">{rest}</text:section>'
        return "\n".join([title, head, section if "columns" in self.minutes.settings else rest])

    def _blocks(self, blocks: Sequence[Block]) -> list[str]:
        return [
            xml
            for bullets, group in groupby(
                blocks, key=lambda block: isinstance(block, Item) and not block.label
            )
            for xml in ([self._list(list(group))] if bullets else [self._block(block) for block in group])
        ]

    def _list(self, items: Sequence[Block]) -> str:
        """Give one list with its nested bullets; every item stands alone, nested as deep as its level."""
        points = ""
        for item in items:
            if isinstance(item, Item):
                inner = _paragraph("List", self._inline(item.piece.marked))
                for _ in range(item.level - 1):
                    inner = f"<text:list><text:list-item>{inner}</text:list-item></text:list>"
                points += f"<text:list-item>{inner}</text:list-item>"
        return f'<text:list text:style-name="Bullets">{points}</text:list>'

    def _block(self, block: Block) -> str:
        match block:
            case Heading():
                style = f'text:style-name="Heading_20_{block.level}" text:outline-level="{block.level}"'
                return f"<text:h {style}>{self._inline(block.text)}</text:h>"
            case Paragraph():
                return _paragraph(
                    "Text_20_body", self._inline(" ".join(piece.marked for piece in block.pieces))
                )
            case Item():
                return _paragraph("List", f"{self._inline(block.label)} {self._inline(block.piece.marked)}")
            case Turn():
                label = f'<text:span text:style-name="Speaker">{self._inline(block.speaker)}</text:span>'
                return _paragraph("Text_20_body", f"{label}: {self._inline(block.piece.marked)}")
            case Table():
                cells = ("".join(self._cell(pieces) for pieces in row) for row in block.rows)
                rows = "".join(f"<table:table-row>{row}</table:table-row>" for row in cells)
                columns = f'<table:table-column table:number-columns-repeated="{len(block.rows[0])}"/>'
                return f"<table:table>{columns}{rows}</table:table>{_paragraph('Text_20_body', '')}"
            case Footnote():
                raise TypeError("footnotes are written where their mark stands")

    def _cell(self, pieces: tuple[Piece, ...]) -> str:
        marked = (f"**{piece.marked}**" if piece.reason == "heading" else piece.marked for piece in pieces)
        paragraphs = "".join(_paragraph("Standard", self._inline(text)) for text in marked)
        style = 'table:style-name="Cell" office:value-type="string"'
        return f"<table:table-cell {style}>{paragraphs}</table:table-cell>"

    def _inline(self, marked: str) -> str:
        """Give marked text as XML: soft hyphens, ligatures, bold and footnotes in their places."""
        text = escape(typeset(hyphenate(marked, self.hyphens)))
        for letters, sign in self.ligatures.items():
            text = text.replace(letters, sign)
        text = re.sub(r"\*\*(.+?)\*\*", r'<text:span text:style-name="Bold">\1</text:span>', text)
        return re.sub(r"\[\^(\d+)\]", lambda match: self._note(match[1]), text)

    def _note(self, number: str) -> str:
        body = _paragraph("Footnote", self._inline(self.minutes.footnotes[number]))
        return (
            f'<text:note text:id="ftn{number}" text:note-class="footnote">'
            f"<text:note-citation>{number}</text:note-citation>"
            f"<text:note-body>{body}</text:note-body></text:note>"
        )


def _paragraph(style: str, inner: str) -> str:
    return f'<text:p text:style-name="{style}">{inner}</text:p>'


def _without_chance(part: bytes) -> bytes:
    """Take the random numbers of LibreOffice out of one part of an ODT: list ids and save ids."""
    part = re.sub(rb' xml:id="list\d+"', b"", part)
    return re.sub(rb'(config:name="Rsid(?:Root)?" config:type="int">)\d+', rb"\g<1>1", part)


def _fix_pdf(path: Path) -> None:
    """Give the PDF a fixed moment and id, in place and at the same length, so that offsets stay right."""
    content = path.read_bytes()
    stamp = MOMENT.strftime("D:%Y%m%d%H%M%S+00'00'").encode()
    content = re.sub(
        rb"D:\d{14}[+\-Z][0-9']*", lambda match: stamp.ljust(len(match[0]))[: len(match[0])], content
    )
    content = re.sub(rb"(?<=<)[0-9A-F]{32}(?=>)", b"0" * 32, content)
    content = re.sub(rb"(?<=/DocChecksum /)[0-9A-F]{32}", b"0" * 32, content)
    path.write_bytes(content)
