"""What a returned workbook holds besides values: formulas without an outcome, errors, merged cells, macros.

The library that reads the cells shows an error, and a formula that was never worked out, as an empty cell:
work of people would be passed over in silence. So the file itself is searched for them.
"""

import re
import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from lxml import etree

from textmine.review.returned import Fault

Faults = dict[tuple[int, int], Fault]
"""By row and column, from 0."""

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_WORKSHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_DIMENSION = re.compile(rb"<(?:\w+:)?dimension\b[^>]*\bref=[\"'](?:[A-Z]+[0-9]+:)?([A-Z]+)([0-9]+)[\"']")
_HEAD = 65_536
_BLOCK = 4 * 1024 * 1024
_ROW_END = b"row>"
"""With a prefix or without: after it no cell is cut in two."""
_SIGNS = (b"<f>", b"<f ", b"<f/", b":f>", b":f ", b":f/", b't="e"', b"t='e'")
"""Without any of these, which are found quickly, there is nothing to find."""
_SUSPECT = re.compile(rb"<(?:\w+:)?f\b|\bt=[\"']e[\"']")
_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL)
_FORMULA = re.compile(rb"<(?:\w+:)?f\b")
_VALUE = re.compile(rb"<(?:\w+:)?v\b[^>]*>([^<]+)</")
_ADDRESS = re.compile(rb"\br=[\"']([A-Z]+)([0-9]+)[\"']")
_KIND = re.compile(rb"\bt=[\"'](\w+)[\"']")

_ODS_SUSPECT = re.compile(rb"number-rows-spanned=\"(?!1\")|value-type=\"error\"|:formula=\"[^>]*/>")
_ODS = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"

_END, _FORMULA_RECORD, _LOCKED, _SHEET, _ERROR_RECORD, _BEGIN = 0x0A, 0x06, 0x2F, 0x85, 0x205, 0x809
_ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!",
    0x2A: "#N/A",
}  # fmt: skip
_ERROR_OUTCOME = 2


def zip_faults(path: Path, sheet: str) -> Faults:
    """Return the cells of ``sheet`` in an xlsx or ods file that cannot be read as what people see."""
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
        if "content.xml" in names:
            return _ods_faults(archive, sheet)
        if "xl/workbook.xml" not in names or "xl/_rels/workbook.xml.rels" not in names:
            return {}
        part = _part(archive, sheet)
        if part not in names:
            return {}
        with archive.open(part) as stream:
            return dict(_xlsx_faults(stream))


def far_cell(path: Path, most: int) -> str | None:
    """Return the member of an xlsx file, if any, with something so far away that the sheet cannot be read.

    Its cells up to there are more than ``most``; the library that reads them would end the whole program.
    """
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if not _WORKSHEET.fullmatch(name):
                continue
            with archive.open(name) as stream:
                told = _DIMENSION.search(stream.read(_HEAD))
            if told is not None and _column(told[1].decode()) * int(told[2]) <= most:
                continue
            with archive.open(name) as stream:
                if _reach(stream) > most:
                    return name.rpartition("/")[2]
    return None


def _reach(stream: IO[bytes]) -> int:
    """Return how many cells lie between the first one and the last row and column with something in it."""
    rows = columns = 0
    for block in _rows(stream):
        for cell in _CELL.finditer(block):
            address = _ADDRESS.search(cell[1])
            if cell[2] and address is not None:
                rows = max(rows, int(address[2]))
                columns = max(columns, _column(address[1].decode()) + 1)
    return rows * columns


def has_macros(path: Path) -> bool:
    """Say whether an xlsx or ods file holds macros."""
    with zipfile.ZipFile(path) as archive:
        return any(
            name.endswith("vbaProject.bin") or name.startswith("Basic/") for name in archive.namelist()
        )


def _part(archive: zipfile.ZipFile, sheet: str) -> str:
    """Return the name of the member that holds ``sheet``."""
    relations = {
        relation.get("Id"): relation.get("Target", "")
        for relation in _xml(archive, "xl/_rels/workbook.xml.rels")
    }
    for found in _xml(archive, "xl/workbook.xml").iter("{*}sheet"):
        if found.get("name") == sheet:
            target = relations.get(found.get(_RELATION), "")
            return target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return ""


def _xml(archive: zipfile.ZipFile, name: str) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    return etree.fromstring(archive.read(name), parser)


def _xlsx_faults(stream: IO[bytes]) -> Iterator[tuple[tuple[int, int], Fault]]:
    for block in _rows(stream):
        if any(sign in block for sign in _SIGNS) and _SUSPECT.search(block):
            yield from filter(None, map(_xlsx_fault, _CELL.finditer(block)))


def _rows(stream: IO[bytes]) -> Iterator[bytes]:
    """Yield the contents of a sheet in blocks of whole rows."""
    rest = b""
    while block := stream.read(_BLOCK):
        rest += block
        end = rest.rfind(_ROW_END) + len(_ROW_END)
        if end >= len(_ROW_END):
            yield rest[:end]
            rest = rest[end:]


def _xlsx_fault(cell: re.Match[bytes]) -> tuple[tuple[int, int], Fault] | None:
    """Return the place and the fault of a cell; a formula whose outcome is an empty text has none."""
    kind, address = _KIND.search(cell[1]), _ADDRESS.search(cell[1])
    if address is None or cell[2] is None:
        return None
    value = _VALUE.search(cell[2])
    place = (int(address[2]) - 1, _column(address[1].decode()))
    if kind is not None and kind[1] == b"e":
        return place, Fault("error", value[1].decode("utf-8", "replace") if value else "")
    if _FORMULA.search(cell[2]) and value is None and (kind is None or kind[1] != b"str"):
        return place, Fault("formula")
    return None


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _ods_faults(archive: zipfile.ZipFile, sheet: str) -> Faults:
    """Walk through the rows only when there is something to find: that is slow."""
    with archive.open("content.xml") as stream:
        if not _contains(stream, _ODS_SUSPECT):
            return {}
    found: Faults = {}
    with archive.open("content.xml") as stream:
        row = -1
        inside = False
        wanted = (f"{_ODS}table", f"{_ODS}table-row")
        for event, element in etree.iterparse(stream, ("start", "end"), tag=wanted, resolve_entities=False):
            if element.tag == f"{_ODS}table":
                inside = event == "start" and element.get(f"{_ODS}name") == sheet
            elif event == "end":
                if inside:
                    found.update(_ods_row(element, row + 1))
                    row += int(element.get(f"{_ODS}number-rows-repeated", "1"))
                element.clear()
    return found


def _contains(stream: IO[bytes], pattern: re.Pattern[bytes]) -> bool:
    rest = b""
    while block := stream.read(_BLOCK):
        rest += block
        if pattern.search(rest):
            return True
        rest = rest[-65_536:]
    return False


def _ods_row(element: etree._Element, row: int) -> Faults:
    found: Faults = {}
    column = 0
    for cell in element:
        spanned = int(cell.get(f"{_ODS}number-rows-spanned", "1"))
        shown = "".join(cell.itertext())
        if cell.get(f"{_CALC}value-type") == "error":
            found[row, column] = Fault("error", shown)
        elif cell.get(f"{_ODS}formula") and not cell.get(f"{_OFFICE}value-type") and not len(cell):
            found[row, column] = Fault("formula")
        if spanned > 1 and shown:
            across = int(cell.get(f"{_ODS}number-columns-spanned", "1"))
            for down in range(1, spanned):
                for along in range(across):
                    found[row + down, column + along] = Fault("merged", str(row + 1))
        column += int(cell.get(f"{_ODS}number-columns-repeated", "1"))
    return found


def xls_stream(path: Path) -> tuple[bytes, bool, bool]:
    """Return the records of an old Excel file, whether it needs a password, and whether it holds macros."""
    from olefile import OleFileIO  # noqa: PLC0415

    with OleFileIO(path) as container:
        names = {name[0] for name in container.listdir(streams=True, storages=True)}
        if "EncryptedPackage" in names:
            return b"", True, False
        stream = next((name for name in ("Workbook", "Book") if name in names), None)
        records = container.openstream(stream).read() if stream else b""
    first = _records(records, 0)
    locked = any(kind == _LOCKED for _, kind, _ in first)
    return records, locked, "_VBA_PROJECT_CUR" in names


def xls_faults(records: bytes, sheet: str) -> Faults:
    """Return the cells of ``sheet`` in an old Excel file that show an error."""
    found: Faults = {}
    for start, name in _xls_sheets(records):
        if name != sheet:
            continue
        for _, kind, body in _records(records, start):
            row, column = struct.unpack_from("<HH", body) if len(body) >= 4 else (0, 0)  # noqa: PLR2004
            if kind == _ERROR_RECORD and body[7:8] == b"\x01":
                found[row, column] = Fault("error", _ERRORS.get(body[6], ""))
            elif kind == _FORMULA_RECORD and body[12:14] == b"\xff\xff" and body[6] == _ERROR_OUTCOME:
                found[row, column] = Fault("error", _ERRORS.get(body[8], ""))
    return found


def _xls_sheets(records: bytes) -> Iterator[tuple[int, str]]:
    for _, kind, body in _records(records, 0):
        if kind == _SHEET:
            start, length, wide = struct.unpack_from("<I", body)[0], body[6], body[7] & 1
            name = body[8 : 8 + (length << wide)]
            yield start, name.decode("utf-16-le" if wide else "latin-1", "replace")


def _records(data: bytes, start: int) -> Iterator[tuple[int, int, bytes]]:
    """Yield place, kind and body of the records from ``start`` to the end of that part of the file."""
    at, depth = start, 0
    while at + 4 <= len(data):
        kind, length = struct.unpack_from("<HH", data, at)
        yield at, kind, data[at + 4 : at + 4 + length]
        depth += (kind == _BEGIN) - (kind == _END)
        if kind == _END and depth <= 0:
            return
        at += 4 + length
