"""Choose the reader of a file, by its content first and its name second, and read it.

This is the one place where an unexpected error of a library becomes a ``SourceError``.
"""

import importlib
import io
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import NamedTuple

from textmine.errors import SourceError, TextmineError
from textmine.readers.blocks import Attachment, Part, Reading
from textmine.readers.encoding import storable
from textmine.readers.limits import Limits
from textmine.readers.sheets import Chunk, Sheet


class Format(NamedTuple):
    """A kind of file: its name, the module that reads it, and whether it is a table."""

    name: str
    module: str
    table: bool = False


_FORMATS = {
    item.name: item
    for item in (
        Format("pdf", "pdf"),
        Format("docx", "docx"),
        Format("odt", "odt"),
        Format("html", "html_text"),
        Format("markdown", "markdown"),
        Format("text", "plain_text"),
        Format("eml", "eml"),
        Format("msg", "msg"),
        Format("workbook", "sheets", table=True),
        Format("csv", "csv_rows", table=True),
    )
}
_BY_SUFFIX = {
    "htm": "html",
    "html": "html",
    "xhtml": "html",
    "mht": "eml",
    "mhtml": "eml",
    "md": "markdown",
    "markdown": "markdown",
    "mdown": "markdown",
    "mkd": "markdown",
    "txt": "text",
    "text": "text",
    "asc": "text",
    "log": "text",
    "eml": "eml",
    "csv": "csv",
    "tsv": "csv",
    "tab": "csv",
}
_BY_MIME = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "workbook",
}
_IMAGES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"II*\x00", b"MM\x00*", b"BM")
_IMAGE_SUFFIXES = frozenset({"jpg", "jpeg", "png", "gif", "tif", "tiff", "bmp", "heic", "heif", "webp"})
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WAYS_OUT = {
    "doc": "Word 97-2003 wordt niet gelezen; sla het op als .docx",
    "ppt": "PowerPoint wordt niet gelezen; sla het op als PDF",
    "pptx": "PowerPoint wordt niet gelezen; sla het op als PDF",
    "odp": "een presentatie wordt niet gelezen; sla die op als PDF",
    "rtf": "RTF wordt niet gelezen; sla het op als .docx of .odt",
    "zip": "een zip-bestand wordt niet gelezen; pak het uit in 'raw'",
    "7z": "een gepakt bestand wordt niet gelezen; pak het uit in 'raw'",
    "rar": "een gepakt bestand wordt niet gelezen; pak het uit in 'raw'",
    "gz": "een gepakt bestand wordt niet gelezen; pak het uit in 'raw'",
    "pst": "een Outlook-archief wordt niet gelezen; sla de berichten op als .msg of .eml",
    "dat": "een winmail.dat wordt niet gelezen; vraag het bericht op als gewone e-mail",
    "pages": "Pages wordt niet gelezen; sla het op als .docx of PDF",
    "xml": "XML wordt niet gelezen; sla het op als tekst of als CSV",
    "json": "JSON wordt niet gelezen; sla het op als CSV",
}


def format_of(path: str, data: bytes) -> Format:
    """Return the format of a file: by magic bytes and zip members, for text files by suffix and first lines.

    Raises
    ------
    SourceError
        empty, encrypted, scanned (a picture), damaged, or unsupported, with the way out.
    """
    suffix = path.rpartition("/")[2].rpartition(".")[2].lower()
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise SourceError("het bestand is leeg; vraag het opnieuw op of haal het weg", reason="empty")
    if b"%PDF-" in data[:1024]:
        return _FORMATS["pdf"]
    if data.startswith(b"PK"):
        return _FORMATS[_zip_format(data, suffix)]
    if data.startswith(_OLE):
        return _FORMATS[_ole_format(data)]
    if data.startswith(_IMAGES[:5]) or suffix in _IMAGE_SUFFIXES:
        raise SourceError("een beeld zonder tekst; vraag de tekst op of typ die over", reason="scanned")
    if data.lstrip()[:5] == rb"{\rtf":
        raise _unsupported("rtf")
    if suffix in _BY_SUFFIX:
        return _FORMATS[_BY_SUFFIX[suffix]]
    if suffix in {"docx", "docm", "odt", "xlsx", "xlsm", "xls", "xlsb", "ods", "msg", "pdf"}:
        raise SourceError(
            f"de inhoud is geen .{suffix}: het bestand is beschadigd of heeft een verkeerde naam; "
            "vraag het opnieuw op",
            reason="damaged",
        )
    head = data[:2048].lstrip().lower()
    if head.startswith((b"<!doctype html", b"<html")):
        return _FORMATS["html"]
    raise _unsupported(suffix)


def read(path: str, data: bytes, limits: Limits) -> Reading:
    """Read a file with everything attached to it; ``parts`` holds the body first, then the attachments.

    Raises
    ------
    SourceError
        When the file as a whole gives no text. An attachment that cannot be read is a part with a problem.
    """
    with refusing():
        found = format_of(path, data)
        reading = _reader(found)(data, limits)
        return Reading(tuple(_flat(reading, None, limits, limits.max_depth)), reading.metadata)


def read_tables(path: str, data: bytes, limits: Limits, header_row: int) -> Iterator[Sheet]:
    """Yield the sheets of a workbook or CSV file; errors are those of ``read``, also while rows are read.

    Raises
    ------
    SourceError
        When the file cannot be read.
    """
    with refusing():
        module = importlib.import_module(f"textmine.readers.{format_of(path, data).module}")
        sheets = module.read_tables(data, limits, header_row)
    yield from _guarded(sheets)


@contextmanager
def refusing() -> Iterator[None]:
    """Turn any error of a library into a ``SourceError`` that keeps its cause."""
    try:
        yield
    except (TextmineError, MemoryError):
        raise
    except Exception as error:
        raise SourceError(
            f"het bestand is beschadigd of wijkt af van zijn soort ({type(error).__name__}); "
            "open het, sla het opnieuw op en zet het terug in 'raw'",
            reason="damaged",
        ) from error


def _guarded(sheets: Iterator[Sheet]) -> Iterator[Sheet]:
    while True:
        with refusing():
            sheet = next(sheets, None)
        if sheet is None:
            return
        yield replace(sheet, chunks=_guarded_chunks(sheet))


def _guarded_chunks(sheet: Sheet) -> Callable[[], Iterator[Chunk]]:
    def chunks() -> Iterator[Chunk]:
        rows = sheet.chunks()
        while True:
            with refusing():
                chunk = next(rows, None)
            if chunk is None:
                return
            yield chunk

    return chunks


def _reader(found: Format) -> Callable[[bytes, Limits], Reading]:
    read_one: Callable[[bytes, Limits], Reading] = importlib.import_module(
        f"textmine.readers.{found.module}"
    ).read
    return read_one


def _flat(reading: Reading, member: str | None, limits: Limits, depth: int) -> Iterator[Part]:
    """Yield the parts of a reading and, below them, those of its attachments; members get unique names."""
    for part in reading.parts:
        yield Part(part.blocks, member, part.problem, part.notices)
    taken: set[str] = set()
    for attachment in reading.attachments:
        name = _unique(attachment.name, taken)
        taken.add(name)
        yield from _attached(attachment, name if member is None else f"{member}/{name}", limits, depth - 1)


def _unique(name: str, taken: set[str]) -> str:
    """Return a name without slashes that no attachment beside it has: "brief.pdf", "brief.pdf (2)"."""
    plain = " ".join(storable(name).replace("/", "_").replace("\\", "_").split()) or "bijlage"
    count = 1
    candidate = plain
    while candidate in taken:
        count += 1
        candidate = f"{plain} ({count})"
    return candidate


def _attached(attachment: Attachment, member: str, limits: Limits, depth: int) -> Iterator[Part]:
    if attachment.problem:
        yield Part(member=member, problem=attachment.problem)
        return
    if depth < 0:
        message = f"bijlage in bijlage, dieper dan max_depth ({limits.max_depth}) in params.yaml"
        yield Part(member=member, problem=("too_large", message))
        return
    try:
        with refusing():
            reading = attachment.reading
            if reading is None:
                reading = _reader(format_of(attachment.name, attachment.data))(attachment.data, limits)
    except SourceError as error:
        yield Part(member=member, problem=(error.reason, str(error)))
        return
    yield from _flat(reading, member, limits, depth)


def _unsupported(suffix: str) -> SourceError:
    way_out = _WAYS_OUT.get(suffix, "deze bestandssoort wordt niet gelezen; sla het op als .docx, PDF of CSV")
    return SourceError(way_out, reason="unsupported")


def _zip_format(data: bytes, suffix: str) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = frozenset(archive.namelist())
            mime = archive.read("mimetype").strip() if "mimetype" in names else b""
    except (zipfile.BadZipFile, OSError, EOFError, KeyError, NotImplementedError, RuntimeError) as error:
        raise SourceError(
            "het bestand is niet compleet of beschadigd; vraag het opnieuw op of sla het opnieuw op",
            reason="damaged",
        ) from error
    if mime.startswith(b"application/vnd.oasis.opendocument."):
        kind = mime.decode("ascii", "replace").removesuffix("-template")
        if kind.encode() in _BY_MIME:
            return _BY_MIME[kind.encode()]
        raise _unsupported("odp")
    if any(name.startswith("xl/workbook") for name in names):
        return "workbook"
    if any(name.startswith("word/") for name in names):
        return "docx"
    if any(name.startswith("ppt/") for name in names):
        raise _unsupported("pptx")
    raise _unsupported(suffix if suffix == "pages" else "zip")


def _ole_format(data: bytes) -> str:
    from olefile import OleFileIO  # noqa: PLC0415

    with OleFileIO(io.BytesIO(data)) as file:
        names = {"/".join(path) for path in file.listdir(streams=True, storages=False)}
    if "EncryptedPackage" in names:
        raise SourceError("het bestand heeft een wachtwoord; sla het op zonder", reason="encrypted")
    if "__properties_version1.0" in names:
        return "msg"
    if names & {"Workbook", "Book"}:
        return "workbook"
    raise _unsupported("ppt" if "PowerPoint Document" in names else "doc")
