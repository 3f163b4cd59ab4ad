"""Outlook messages (.msg): the body, and the attachments for the registry to read."""

from typing import Any

from textmine.readers.blocks import Attachment, Part, Reading
from textmine.readers.eml import LOGO
from textmine.readers.encoding import decode
from textmine.readers.html_text import blocks_of
from textmine.readers.limits import Limits
from textmine.readers.plain_text import lines
from textmine.readers.quotes import address_of, mark_quoted

_HTML = 0x1013
_CONTENT_ID = 0x3712
_HIDDEN = 0x7FFE
_SHORT_NAME = 0x3704
_DISPLAY_NAME = 0x3001
_DECORATION = 64 * 1024


def read(data: bytes, limits: Limits) -> Reading:  # noqa: ARG001
    """Read an Outlook message: the plain body before HTML; quoted originals are blocks of kind quoted."""
    from oxmsg import Message  # noqa: PLC0415

    message = Message.load(data)
    plain = message.body or ""
    html = message.properties.binary_prop_value(_HTML)
    if plain.strip():
        found = lines(plain)
    else:
        found = blocks_of(decode(html, message.properties.body_encoding) if html else message.html_body or "")
    blocks, forwarder = mark_quoted(found, message.subject)
    sent = message.sent_date
    metadata = {
        "title": message.subject,
        "respondent": address_of(forwarder or message.sender or ""),
        "received": sent.date().isoformat() if sent else "",
    }
    attachments = tuple(_attachment(item, number) for number, item in enumerate(message.attachments, 1))
    return Reading((Part(tuple(blocks)),), {k: v for k, v in metadata.items() if v}, attachments)


def _attachment(item: Any, number: int) -> Attachment:
    properties = item.properties
    name = item.file_name or properties.str_prop_value(_SHORT_NAME) or properties.str_prop_value(_DISPLAY_NAME)
    data = item.file_bytes
    if data is None:
        problem = (
            "unsupported",
            "bericht of object in een Outlook-bericht; sla de bijlage los op en zet haar in 'raw'",
        )
        return Attachment(name or f"bijlage {number}", problem=problem)
    logo = properties.str_prop_value(_CONTENT_ID) and (item.mime_type or "").startswith("image/")
    return Attachment(name or f"bijlage {number}", data, LOGO if logo and len(data) <= _DECORATION else None)
