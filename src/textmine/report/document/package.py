"""A Word file as a zip with the same bytes for the same content."""

from collections.abc import Iterable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_FIXED = (1980, 1, 1, 0, 0, 0)
"""The date of every part: a clock would change the bytes."""


def pack(parts: Iterable[tuple[str, bytes]]) -> bytes:
    """Return a zip with these parts, in this order."""
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED, compresslevel=6) as file:
        for name, content in parts:
            about = ZipInfo(name, _FIXED)
            about.compress_type = ZIP_DEFLATED
            file.writestr(about, content)
    return buffer.getvalue()


def repack(content: bytes) -> bytes:
    """Return the same zip without the dates at which its parts were written."""
    with ZipFile(BytesIO(content)) as file:
        return pack([(name, file.read(name)) for name in file.namelist()])
