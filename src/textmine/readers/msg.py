"""Outlook messages (.msg): the body, and the attachments for the registry to read."""

import io
from email.parser import HeaderParser
from email.utils import parsedate_to_datetime
from typing import Any

from textmine.readers.blocks import Attachment, Part, Reading
from textmine.readers.eml import LOGO, LOGO_BYTES
from textmine.readers.encoding import decode
from textmine.readers.html_text import blocks_of
from textmine.readers.limits import Limits
from textmine.readers.plain_text import lines
from textmine.readers.quotes import address_of, mark_quoted

_ROOT, _EMBEDDED, _ATTACHED = 32, 24, 8
"""Length of the header of a property stream, by where the stream stands (MS-OXMSG 2.4.1)."""

_EMBEDDED_STORAGE = "__substg1.0_3701000D"
_SUBJECT, _HEADERS, _SENT = 0x0037, 0x007D, 0x0039
_SENDER_NAME, _SENDER_SMTP, _SENDER_ADDRESS = 0x0C1A, 0x5D01, 0x0C1F
_BODY, _HTML = 0x1000, 0x1013
_DATA, _LONG_NAME, _SHORT_NAME, _DISPLAY_NAME, _MIME, _CONTENT_ID = (
    0x3701,
    0x3707,
    0x3704,
    0x3001,
    0x370E,
    0x3712,
)


def read(data: bytes, limits: Limits) -> Reading:
    """Read an Outlook message: the plain body before HTML; quoted originals are blocks of kind quoted."""
    from olefile import OleFileIO  # noqa: PLC0415
    from oxmsg.storage import Storage  # noqa: PLC0415

    with OleFileIO(io.BytesIO(data)) as file:
        return _message(Storage.from_ole(file), _ROOT, limits.max_depth)


def _message(storage: Any, offset: int, depth: int) -> Reading:
    from oxmsg.properties import Properties  # noqa: PLC0415

    values = Properties(storage, offset)
    subject = values.str_prop_value(_SUBJECT) or ""
    headers = HeaderParser().parsestr(values.str_prop_value(_HEADERS) or "")
    plain = values.str_prop_value(_BODY) or ""
    if plain.strip():
        found = lines(plain)
    else:
        packed = values.binary_prop_value(_HTML)
        found = blocks_of(
            decode(packed, values.body_encoding) if packed else values.str_prop_value(_HTML) or ""
        )
    blocks, forwarder = mark_quoted(found, subject)
    metadata = {
        "title": subject,
        "respondent": address_of(forwarder or headers["from"] or _sender(values)),
        "received": _received(values, headers["date"]),
    }
    attachments = tuple(
        _attachment(part, number, depth) for number, part in enumerate(storage.iter_attachment_storages(), 1)
    )
    return Reading((Part(tuple(blocks)),), {k: v for k, v in metadata.items() if v}, attachments)


def _sender(values: Any) -> str:
    address = values.str_prop_value(_SENDER_SMTP) or values.str_prop_value(_SENDER_ADDRESS) or ""
    return address if "@" in address else values.str_prop_value(_SENDER_NAME) or address


def _received(values: Any, header: str | None) -> str:
    """Return the day of sending: as the sender's clock had it, else in UTC."""
    try:
        return parsedate_to_datetime(header or "").date().isoformat()
    except (ValueError, TypeError, IndexError):
        sent = values.date_prop_value(_SENT)
        return sent.date().isoformat() if sent else ""


def _attachment(storage: Any, number: int, depth: int) -> Attachment:
    from oxmsg.properties import Properties  # noqa: PLC0415

    values = Properties(storage, _ATTACHED)
    names = (values.str_prop_value(pid) for pid in (_LONG_NAME, _SHORT_NAME, _DISPLAY_NAME))
    name = next((name for name in names if name), f"bijlage {number}")
    embedded = next((inner for inner in storage.storages if inner.name == _EMBEDDED_STORAGE), None)
    if (
        embedded is not None
        and any(s.name.startswith("__properties") for s in embedded.streams)
        and depth > 0
    ):
        return Attachment(name, reading=_message(embedded, _EMBEDDED, depth - 1))
    data = values.binary_prop_value(_DATA)
    if data is None:
        return Attachment(
            name,
            problem=(
                "unsupported",
                "ingesloten object of verwijzing zonder inhoud; sla de bijlage los op en zet die in 'raw'",
            ),
        )
    image = (values.str_prop_value(_MIME) or "").startswith("image/") and values.str_prop_value(_CONTENT_ID)
    return Attachment(name, data, LOGO if image and len(data) <= LOGO_BYTES else None)
