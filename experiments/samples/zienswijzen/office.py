"""Office files with the same bytes on every build: fixed dates in archives and PDFs; LibreOffice converts."""

import io
import re
import subprocess
import tempfile
import zipfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from docx.document import Document as WordDocument
from openpyxl import Workbook

STAMP = (2026, 3, 16, 12, 0, 0)
CREATED = datetime(*STAMP)  # noqa: DTZ001  (office properties hold a local time)
ISO_DATE = re.compile(rb"(<(?:dcterms:(?:created|modified)|dc:date|meta:creation-date)[^>]*>)[^<]*(<)")
PDF_DATE = re.compile(rb"D:\d{14}")
HEX_RUN = re.compile(rb"(?<=<)[0-9A-F]{32}(?=>)|(?<=DocChecksum /)[0-9A-F]{32}")


def fixed_zip(content: bytes) -> bytes:
    """Rewrite a zip archive with one fixed date for every entry and in the document properties."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(target, "w") as archive:
        for entry in source.infolist():
            info = zipfile.ZipInfo(entry.filename, date_time=STAMP)
            info.compress_type = zipfile.ZIP_STORED if entry.filename == "mimetype" else zipfile.ZIP_DEFLATED
            data = source.read(entry)
            if entry.filename in {"docProps/core.xml", "meta.xml"}:
                data = ISO_DATE.sub(rb"\g<1>2026-03-16T12:00:00Z\g<2>", data)
            if entry.filename == "settings.xml":
                data = re.sub(rb'(config:name="Rsid[A-Za-z]*"[^>]*>)\d+', rb"\g<1>0", data)
            archive.writestr(info, data)
    return target.getvalue()


def fixed_pdf(content: bytes) -> bytes:
    """Overwrite dates, identifier and checksum of a LibreOffice PDF by constants of the same length."""
    content = PDF_DATE.sub(b"D:20260316120000", content)
    return HEX_RUN.sub(b"0" * 32, content)


def workbook_bytes(workbook: Workbook) -> bytes:
    """Give the workbook as a file, with fixed dates."""
    workbook.properties.created = CREATED
    buffer = io.BytesIO()
    workbook.save(buffer)
    return fixed_zip(buffer.getvalue())


def word_bytes(document: WordDocument) -> bytes:
    """Give the Word document as a file, with fixed dates."""
    document.core_properties.created = CREATED
    document.core_properties.modified = CREATED
    document.core_properties.author = ""
    buffer = io.BytesIO()
    document.save(buffer)
    return fixed_zip(buffer.getvalue())


def convert(sources: Sequence[tuple[str, bytes]], suffix: str) -> list[bytes]:
    """Convert (name, bytes) files with one run of LibreOffice headless; same order as given.

    Raises CalledProcessError when LibreOffice fails and FileNotFoundError when it left a file out.
    """
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name, content in sources:
            (root / name).write_bytes(content)
        command = ["soffice", f"-env:UserInstallation=file://{root}/profile", "--headless", "--convert-to"]
        names = [name for name, _ in sources]
        subprocess.run(
            [*command, suffix, "--outdir", "out", *names],
            cwd=root,
            check=True,
            capture_output=True,
            timeout=500,
        )
        made = [(root / "out" / f"{Path(name).stem}.{suffix}").read_bytes() for name in names]
    fix = fixed_pdf if suffix == "pdf" else fixed_zip
    return [fix(content) for content in made]
