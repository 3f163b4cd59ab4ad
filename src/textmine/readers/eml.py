"""E-mail (.eml): the body, and the attachments for the registry to read."""

from collections.abc import Iterator
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parsedate_to_datetime

from textmine.errors import SourceError
from textmine.readers.blocks import Attachment, Block, Part, Reading
from textmine.readers.encoding import decode
from textmine.readers.html_text import blocks_of
from textmine.readers.limits import Limits
from textmine.readers.plain_text import lines
from textmine.readers.quotes import address_of, mark_quoted

LOGO_BYTES = 64 * 1024
"""An image up to this many bytes that the text refers to is a logo; a photographed letter is larger."""

LOGO = ("furniture", "beeldmerk of pictogram in de tekst van het bericht; niets aan te doen")
_NO_CONTENT = {
    "application/pkcs7-signature": "digitale handtekening",
    "application/x-pkcs7-signature": "digitale handtekening",
    "application/pgp-signature": "digitale handtekening",
    "text/vcard": "visitekaartje",
    "text/x-vcard": "visitekaartje",
}
_ENCRYPTED = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime", "multipart/encrypted"})


def read(data: bytes, limits: Limits) -> Reading:  # noqa: ARG001
    """Read an e-mail: ``text/plain`` before HTML; quoted originals are blocks of kind quoted.

    Raises
    ------
    SourceError
        encrypted when the message is; damaged when it has neither headers nor a body.
    """
    message = BytesParser(EmailMessage, policy=policy.default).parsebytes(data)
    return read_message(message)


def read_message(message: EmailMessage) -> Reading:
    """Read a message that has been parsed."""
    if message.get_content_type() in _ENCRYPTED and message.get_param("smime-type") != "signed-data":
        raise SourceError("het bericht is versleuteld; vraag het onversleuteld op", reason="encrypted")
    if not message.keys():
        raise SourceError(
            "dit bericht heeft geen kop; sla het opnieuw op uit het mailprogramma", reason="damaged"
        )
    subject = _header(message, "subject")
    bodies = list(_bodies(message))
    found = [block for body in bodies for block in _body_blocks(body)]
    blocks, forwarder = mark_quoted(found, subject)
    metadata = {
        "title": subject,
        "respondent": forwarder or _header(message, "from"),
        "received": _received(message),
    }
    metadata["respondent"] = address_of(metadata["respondent"])
    attachments = tuple(_attachments(message, {id(body) for body in bodies}))
    return Reading((Part(tuple(blocks)),), {k: v for k, v in metadata.items() if v}, attachments)


def _header(message: EmailMessage, name: str) -> str:
    """Return a header; a broken one is read as far as it goes (the parser raises all kinds of errors)."""
    try:
        return str(message.get(name, "")).strip()
    except (ValueError, LookupError, AttributeError, TypeError, IndexError):
        raw = dict(message.raw_items()) if hasattr(message, "raw_items") else {}
        return str(next((value for key, value in raw.items() if key.lower() == name), "")).strip()


def _received(message: EmailMessage) -> str:
    try:
        return parsedate_to_datetime(_header(message, "date")).date().isoformat()
    except (ValueError, TypeError, IndexError):
        return ""


def _bodies(message: EmailMessage) -> Iterator[EmailMessage]:
    """Yield the parts that are the sender's text: the best alternative, and further inline texts."""
    kind = message.get_content_type()
    if kind == "multipart/alternative":
        texts = [list(_bodies(version)) for version in _parts(message)]
        filled = [version for version in texts if any(_text(body).strip() for body in version)]
        plain = [version for version in filled if version[0].get_content_type() == "text/plain"]
        yield from (plain or filled[::-1] or [[]])[0]
    elif message.is_multipart() and kind != "message/rfc822":
        for part in _parts(message):
            yield from _bodies(part)
    elif kind in {"text/plain", "text/html"} and not message.is_attachment() and not message.get_filename():
        yield message


def _parts(message: EmailMessage) -> Iterator[EmailMessage]:
    """Yield the parts of a message; the policy makes every one of them an ``EmailMessage``."""
    return (part for part in message.iter_parts() if isinstance(part, EmailMessage))


def _body_blocks(body: EmailMessage) -> list[Block]:
    text = _text(body)
    if body.get_content_type() == "text/html":
        return blocks_of(text)
    return lines(text.replace("\r\n", "\n"))


def _text(body: EmailMessage) -> str:
    payload = body.get_payload(decode=True)
    return decode(payload, body.get_content_charset()) if isinstance(payload, bytes) else ""


def _attachments(message: EmailMessage, read_already: set[int]) -> Iterator[Attachment]:
    """Yield every leaf that is no body and no unchosen version of it."""
    kind = message.get_content_type()
    if kind == "message/rfc822":
        for inner in _parts(message):
            name = message.get_filename() or f"{_header(inner, 'subject') or 'bericht'}.eml"
            yield Attachment(name, inner.as_bytes())
        return
    if message.is_multipart():
        chosen = kind == "multipart/alternative"
        for part in _parts(message):
            if chosen and part.get_content_type() in {"text/plain", "text/html"} and not part.is_attachment():
                continue
            yield from _attachments(part, read_already)
        return
    if id(message) in read_already or (kind.startswith("text/") and _is_other_version(message)):
        return
    payload = message.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    yield Attachment(_name(message, kind), data, _why_not(message, kind, data))


def _is_other_version(message: EmailMessage) -> bool:
    return message.get_content_type() in {"text/plain", "text/html"} and not (
        message.is_attachment() or message.get_filename()
    )


def _name(message: EmailMessage, kind: str) -> str:
    return message.get_filename() or f"bijlage.{kind.rpartition('/')[2]}"


def _why_not(message: EmailMessage, kind: str, data: bytes) -> tuple[str, str] | None:
    if kind in _NO_CONTENT:
        return "metadata", f"{_NO_CONTENT[kind]} van de afzender; niets aan te doen"
    if kind.startswith("image/") and message.get("content-id") and len(data) <= LOGO_BYTES:
        return LOGO
    return None
