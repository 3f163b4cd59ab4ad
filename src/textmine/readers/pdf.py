"""PDF: the lines of every page in reading order, and the cells of tables with ruling lines."""

import ctypes
from collections.abc import Iterator, Sequence
from statistics import mode
from typing import Any, NamedTuple

from textmine.errors import SourceError
from textmine.readers.blocks import Attachment, Block, Notice, Part, Reading
from textmine.readers.limits import Limits
from textmine.readers.pdf_layout import Char, Row, line_pitch, paragraph_breaks, reading_order, words_of
from textmine.readers.pdf_tables import RuledTables, with_tables

_HYPHENS = frozenset({0x2, 0xFFFE})
"""What PDFium gives for a hyphen at the end of a line; the page shows a hyphen, and so do we."""

_ZERO_WIDTH = frozenset({0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF})
_QUARTER = 90
_SCAN_AREA = 0.4
_MAX_UNREADABLE = 0.3
_XFA = 2


class _Page(NamedTuple):
    rows: list[Row]
    above: list[tuple[int, list[Block]]]
    characters: int
    unreadable: int
    scan: bool
    image: bool


def read(data: bytes, limits: Limits) -> Reading:
    """Read a PDF; ``paragraph`` is the number of the line on its page, paragraph breaks are empty lines.

    Text in filled-in forms counts. Pages that are only a picture are notices.

    Raises
    ------
    SourceError
        encrypted, damaged, too_large, scanned (pictures without text), no_text (nothing legible).
    """
    import pypdfium2  # noqa: PLC0415

    document = _open(data)
    try:
        count = len(document)
        if count > limits.max_pages:
            raise SourceError(
                f"{count} bladzijden, meer dan max_pages ({limits.max_pages}) in params.yaml",
                reason="too_large",
            )
        if document.get_formtype() == _XFA:
            raise SourceError(
                "dit is een dynamisch formulier (XFA) zonder gewone bladzijden; druk het af naar PDF",
                reason="unsupported",
            )
        if document.get_formtype():
            document.init_forms()
        tables = RuledTables(data)
        pages = [_page(document, number, limits, tables) for number in range(count)]
        attachments = tuple(_attachments(document))
    except pypdfium2.PdfiumError as error:
        raise SourceError(
            f"een bladzijde is beschadigd ({error}); sla de PDF opnieuw op", reason="damaged"
        ) from error
    finally:
        document.close()
    _refuse_without_text(pages, limits)
    notices = (*_scanned(pages), *_unruled(tables.failed))
    return Reading((Part(tuple(_blocks(pages)), notices=notices),), attachments=attachments)


def _scanned(pages: Sequence[_Page]) -> Iterator[Notice]:
    message = "bladzijde is een beeld zonder tekst; lees die zelf of maak er tekst van"
    return (Notice("scanned", message, f"pagina {n}") for n, page in enumerate(pages, 1) if page.scan)


def _unruled(pages: Sequence[int]) -> Iterator[Notice]:
    message = "de lijnen van een tabel zijn niet te volgen, die is gelezen als gewone regels; controleer die"
    return (Notice("damaged", message, f"pagina {n}") for n in pages)


def _open(data: bytes) -> Any:
    import pypdfium2  # noqa: PLC0415

    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == pypdfium2.raw.FPDF_ERR_PASSWORD:
            raise SourceError(
                "de PDF heeft een wachtwoord; sla het bestand op zonder wachtwoord", reason="encrypted"
            ) from error
        raise SourceError(
            "de PDF is niet compleet of beschadigd; vraag het bestand opnieuw op", reason="damaged"
        ) from error


def _refuse_without_text(pages: Sequence[_Page], limits: Limits) -> None:
    characters = sum(page.characters for page in pages)
    if characters < limits.scan_characters_per_page * len(pages) and any(page.image for page in pages):
        raise SourceError(
            "gescand: de bladzijden zijn beelden zonder tekst; vraag de tekst op of typ die over",
            reason="scanned",
        )
    if not characters:
        raise SourceError("de bladzijden zijn leeg; vraag het bestand opnieuw op", reason="no_text")
    if sum(page.unreadable for page in pages) > _MAX_UNREADABLE * characters:
        raise SourceError(
            "de tekens in deze PDF hebben geen leesbare betekenis; sla het origineel opnieuw op als PDF",
            reason="no_text",
        )


def _blocks(pages: Sequence[_Page]) -> Iterator[Block]:
    pitch = line_pitch([page.rows for page in pages])
    for number, page in enumerate(pages, 1):
        breaks = paragraph_breaks(page.rows, pitch)
        tables = dict(page.above)
        line = 0
        for at in range(len(page.rows) + 1):
            for cell in tables.get(at, ()):
                line += 1
                yield Block(cell.text, "cell", page=number, paragraph=line, row=cell.row, column=cell.column)
            if at == len(page.rows):
                break
            if breaks[at] and at not in tables:
                yield Block("", "line", page=number)
            line += 1
            yield Block(page.rows[at].text, "line", page=number, paragraph=line)


def _page(document: Any, number: int, limits: Limits, tables: RuledTables) -> _Page:
    from pypdfium2 import raw  # noqa: PLC0415

    page = document[number]
    if document.formenv and page.flatten() == raw.FLATTEN_SUCCESS:
        page.close()
        page = document[number]
    text = page.get_textpage()
    try:
        chars, rotated = _upright(list(_characters(text)))
        codes = [ord(char.text[0]) for char in (*chars, *rotated) if not char.text.isspace()]
        images, ruled = _look(page)
        cells = tables.on(number) if ruled and not page.get_rotation() else []
        rows, above = with_tables(chars, cells)
        rows += reading_order(words_of(rotated))
        width, height = page.get_size()
        scan = images > _SCAN_AREA * width * height and len(codes) < limits.scan_characters_per_page
        return _Page(rows, above, len(codes), sum(map(_unreadable, codes)), scan, images > 0)
    finally:
        text.close()
        page.close()


def _unreadable(code: int) -> bool:
    return code == 0xFFFD or 0xE000 <= code < 0xF000 or 0xF100 <= code < 0xF900  # noqa: PLR2004


def _characters(page: Any) -> Iterator[tuple[Char, int]]:
    """Yield the characters in the order of the file, each with its angle in degrees."""
    from pypdfium2 import raw  # noqa: PLC0415

    box, x, y = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    high = ""
    for at in range(page.count_chars()):
        code = raw.FPDFText_GetUnicode(page, at)
        if code in _HYPHENS:
            code = 0x2D
        if 0xD800 <= code < 0xDC00:  # noqa: PLR2004
            high = chr(code)
            continue
        if code in _ZERO_WIDTH or (code < 32 and code not in {9, 10, 13}):  # noqa: PLR2004
            continue
        text = chr(code)
        if 0xDC00 <= code < 0xE000:  # noqa: PLR2004
            text = (high + text).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        raw.FPDFText_GetLooseCharBox(page, at, box)
        raw.FPDFText_GetCharOrigin(page, at, x, y)
        angle = round(raw.FPDFText_GetCharAngle(page, at) * 180 / 3.14159265)
        yield _char(text, box, y.value, x.value, angle), angle


def _char(text: str, box: Any, y: float, x: float, angle: int) -> Char:
    """Return the character in axes along its own direction of reading; PDFium counts angles clockwise."""
    match angle % 360:
        case 270:
            return Char(text, box.bottom, box.top, -x, abs(box.right - box.left))
        case 180:
            return Char(text, -box.right, -box.left, -y, abs(box.top - box.bottom))
        case 90:
            return Char(text, -box.top, -box.bottom, x, abs(box.right - box.left))
        case _:
            return Char(text, box.left, box.right, y, abs(box.top - box.bottom))


def _upright(found: Sequence[tuple[Char, int]]) -> tuple[list[Char], list[Char]]:
    """Split into the characters in the page's main direction and the others (watermarks, side texts)."""
    if not found:
        return [], []
    angles = [angle % 360 for char, angle in found if not char.text.isspace()] or [0]
    main = mode(angles)
    straight = [char for char, angle in found if angle % 360 == main or char.text.isspace()]
    return straight, [char for char, angle in found if angle % 360 != main and not char.text.isspace()]


def _look(page: Any) -> tuple[float, bool]:
    """Return the area of the pictures of a page, and whether it has enough ruling lines for a table."""
    from pypdfium2 import raw  # noqa: PLC0415

    area = 0.0
    across: set[int] = set()
    down: set[int] = set()
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_PATH]):
        left, bottom, right, top = item.get_bounds()
        width, height = right - left, top - bottom
        if item.type == raw.FPDF_PAGEOBJ_IMAGE:
            area += width * height
        else:
            across |= {round(bottom / 3), round(top / 3)} if width > 20 else set()  # noqa: PLR2004
            down |= {round(left / 3), round(right / 3)} if height > 8 else set()  # noqa: PLR2004
    return area, len(across) > 2 and len(down) > 2  # noqa: PLR2004


def _attachments(document: Any) -> Iterator[Attachment]:
    for number in range(document.count_attachments()):
        attachment = document.get_attachment(number)
        yield Attachment(attachment.get_name(), bytes(attachment.get_data()))
