"""Files that cannot be read, each for its own reason."""

import io
import subprocess
import tempfile
import time
from email.message import EmailMessage
from pathlib import Path

import numpy as np
from docx import Document
from forms import Kit
from mails import POLICY, headers
from office import STAMP, convert, word_bytes, workbook_bytes
from openpyxl import Workbook
from PIL import Image, ImageDraw, ImageFilter, ImageFont

FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf"
SCANNED = [
    "Aan het ministerie",
    "",
    "Betreft: reactie op het plan",
    "",
    "Ik heb deze brief op mijn typemachine gemaakt",
    "omdat ik geen computer heb. Wij wonen al zestig",
    "jaar naast de put en hebben nooit een antwoord",
    "gekregen op de vraag wat daar in de grond gaat.",
    "Ik wil dat er iemand langskomt om het uit te",
    "leggen, met een kaart en met koffie.",
    "",
    "Mevr. T. Slagterink-Popinga",
]
LOCKED = [
    "Zienswijze",
    "Deze brief is beveiligd omdat er bedrijfsgegevens in staan.",
    "Wij vragen om vertrouwelijke behandeling.",
]
STATIC = Path(__file__).parent / "vast" / "wachtwoord.xlsx"


def _scan(rng: np.random.Generator) -> Image.Image:
    page = Image.new("L", (827, 1169), 248)
    draw = ImageDraw.Draw(page)
    font = ImageFont.truetype(FONT, 24)
    for number, line in enumerate(SCANNED):
        draw.text((90, 110 + 44 * number), line, fill=40, font=font)
    page = page.rotate(1.3, fillcolor=240).filter(ImageFilter.GaussianBlur(0.8))
    noise = rng.normal(0, 6, size=(1169, 827))
    return Image.fromarray(np.clip(np.asarray(page) + noise, 0, 255).astype(np.uint8))


def _scanned_pdf(rng: np.random.Generator) -> bytes:
    buffer = io.BytesIO()
    moment = time.struct_time((*STAMP, 0, 75, 0))
    _scan(rng).save(buffer, "PDF", resolution=100, quality=55, creationDate=moment, modDate=moment)
    return buffer.getvalue()


def _photo(rng: np.random.Generator) -> bytes:
    """Draw a brick wall with a crack."""
    image = Image.new("RGB", (640, 480), (150, 80, 60))
    draw = ImageDraw.Draw(image)
    for row in range(16):
        draw.line((0, 30 * row, 640, 30 * row), fill=(190, 180, 170), width=4)
        for column in range(-1, 9):
            x = 80 * column + 40 * (row % 2)
            draw.line((x, 30 * row, x, 30 * row + 30), fill=(190, 180, 170), width=4)
    steps = rng.integers(-22, 30, size=24)
    crack = [(180 + int(x), 20 * index) for index, x in enumerate(np.cumsum(steps))]
    draw.line(crack, fill=(20, 15, 15), width=5)
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=60)
    return buffer.getvalue()


def _word_pdf(lines: list[str]) -> bytes:
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    (content,) = convert([("brief.docx", word_bytes(document))], "pdf")
    return content


def _encrypted_pdf() -> bytes:
    """Encrypt with a user password; qpdf's static options (for tests) keep the bytes the same."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "open.pdf", Path(folder) / "dicht.pdf"
        source.write_bytes(_word_pdf(LOCKED))
        options = [
            "--static-id",
            "--static-aes-iv",
            "--allow-weak-crypto",
            "--encrypt",
            "geheim",
            "eigenaar",
            "128",
        ]
        subprocess.run(["qpdf", *options, "--use-aes=y", "--", str(source), str(target)], check=True)
        return target.read_bytes()


def _table() -> bytes:
    workbook = Workbook()
    sheet = workbook["Sheet"]
    for number in range(40):
        sheet.append([number, "reactie volgt"])
    return workbook_bytes(workbook)


def _mail_without_body(kit: Kit) -> bytes:
    message = EmailMessage(policy=POLICY)
    headers(message, kit.people.person(), "zienswijze", 60, "leeg")
    message.set_content("")
    return message.as_bytes()


def broken_files(letter: tuple[str, bytes], kit: Kit) -> dict[str, bytes]:
    """Make the files that must be rejected; ``letter`` (path, content) is a Word letter to copy and cut."""
    path, content = letter
    folder, name = path.split("/")
    files: dict[str, tuple[bytes, str]] = {
        f"{folder}/kopie van {name}": (content, "duplicate"),
        "e-mail/099-zienswijze.eml": (_mail_without_body(kit), "no_text"),
        "overig/empty.txt": (b"", "empty"),
        "overig/leeg.docx": (word_bytes(Document()), "no_text"),
        "overig/scan.pdf": (_scanned_pdf(kit.rng), "scanned"),
        "overig/versleuteld.pdf": (_encrypted_pdf(), "encrypted"),
        "overig/wachtwoord.xlsx": (STATIC.read_bytes(), "encrypted"),
        "overig/kapot.docx": (content[: len(content) // 2], "damaged"),
        "overig/kapot.pdf": (_word_pdf(LOCKED)[:900], "damaged"),
        "overig/kapot.xlsx": (_table()[:2000], "damaged"),
        "overig/foto.jpg": (_photo(kit.rng), "scanned"),
        "overig/onbekend.xyz": (bytes(range(256)) * 4, "unsupported"),
    }
    for file, (_, reason) in files.items():
        kit.truth.file(file, reason)
    return {file: made for file, (made, _) in files.items()}
