"""Find the encoding of bytes that say nothing, or something wrong, about it."""

import codecs
from collections import Counter
from typing import TYPE_CHECKING

from textmine.errors import SourceError

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer as Buffer

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16: its mark begins with the same bytes
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SINGLE_BYTE = ("cp1252", "cp850", "mac_roman")
"""What Windows, old Windows export windows ("CSV (MS-DOS)") and old Macs write, most likely first."""

_CODE_PAGES = ("iso8859", "cp125", "cp8", "cp437", "ascii", "mac")

_COMMON = frozenset("éëèêïíìîöóòôüúùûäáàâçñÉËÈÏÖÜÄÁÀÓÇ€§°²³½¼±µ·«»‘’‚“”„–—…•\u00a0")
"""Characters beyond ASCII that Dutch texts use."""

_CHUNK = 1 << 20
_SAMPLE = 1 << 18
_TEXT_CONTROLS = frozenset(b"\t\n\r\f\x1a\x1b\x0b")


def find_encoding(data: bytes) -> str:
    """Return the Python codec that reads ``data`` as text.

    A byte order mark decides; then zero bytes in every second place (UTF-16); then whether all of it is
    UTF-8; then which single-byte code page gives characters that Dutch uses (a tie is Windows-1252). A
    file of UTF-8 with some stray bytes of Windows-1252 gets the codec ``textmine-mixed``.

    Raises
    ------
    SourceError
        When the bytes are no text at all.
    """
    for mark, codec in _BOMS:
        if data.startswith(mark):
            return codec
    if wide := _utf16_without_mark(data):
        return wide
    if _controls(data[:_SAMPLE]) > 0.02:  # noqa: PLR2004
        raise SourceError(
            "dit is geen tekst in een bekende codering; sla het op als tekst in UTF-8", reason="unsupported"
        )
    if _is_utf8(data):
        return "utf-8"
    return _mixed_or_single(data)


def decode(data: bytes, declared: str | None = None) -> str:
    """Return ``data`` as text: by its own mark, by ``declared`` when that can be true, else as found.

    Any bytes fit a declared single-byte code page, so bytes that are valid UTF-8 win from it.
    """
    codec = _codec(declared)
    marked = data.startswith(tuple(mark for mark, _ in _BOMS))
    if codec and not marked and not (codec.startswith(_CODE_PAGES) and _is_utf8(data)):
        try:
            return data.decode("cp1252" if codec in {"iso8859-1", "ascii"} else codec)
        except UnicodeError:  # a wrong declaration is common; the bytes decide
            pass
    return data.decode(find_encoding(data), errors="replace")


def storable(text: str) -> str:
    """Return ``text`` with "?" for every half of a surrogate pair, which no file can hold; same length."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def _codec(declared: str | None) -> str | None:
    try:
        return codecs.lookup(declared).name if declared else None
    except LookupError:
        return None


def _utf16_without_mark(data: bytes) -> str | None:
    sample = data[: _SAMPLE & ~1]
    if len(sample) < 4 or not sample.count(0):  # noqa: PLR2004
        return None
    half = len(sample) // 2
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > 0.5 * half and even < 0.1 * half:
        return "utf-16-le"
    if even > 0.5 * half and odd < 0.1 * half:
        return "utf-16-be"
    return None


def _controls(sample: bytes) -> float:
    counts = Counter(sample)
    odd = sum(n for byte, n in counts.items() if byte < 32 and byte not in _TEXT_CONTROLS)  # noqa: PLR2004
    return odd / max(1, len(sample))


def _is_utf8(data: bytes) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for at in range(0, len(data), _CHUNK):
            decoder.decode(data[at : at + _CHUNK])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _mixed_or_single(data: bytes) -> str:
    good = bad = 0
    scores: Counter[str] = Counter()
    for at in range(0, len(data), _CHUNK):
        piece = data[at : at + _CHUNK]
        foreign = sum(piece.count(byte) for byte in range(0x80, 0x100))
        text = piece.decode("utf-8", errors="replace")
        wrong = text.count("\ufffd")
        bad += wrong
        good += max(0, foreign - wrong) // 2
        high = bytes(byte for byte in piece if byte >= 0x80)[:_SAMPLE]  # noqa: PLR2004
        for codec in _SINGLE_BYTE:
            scores[codec] += sum(char in _COMMON for char in high.decode(codec, errors="replace"))
    if good > bad:
        return MIXED
    best = max(scores.values())
    return next(codec for codec in _SINGLE_BYTE if scores[codec] == best)


def _stray_byte(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return bytes(error.object[error.start : error.start + 1]).decode(
        "cp1252", errors="replace"
    ), error.start + 1


def _mixed_decode(data: "Buffer", _errors: str = "strict", /) -> tuple[str, int]:
    raw = bytes(data)
    return raw.decode("utf-8", errors=_STRAY), len(raw)


class _MixedDecoder(codecs.BufferedIncrementalDecoder):
    def _buffer_decode(self, data: "Buffer", _errors: str, final: bool) -> tuple[str, int]:  # noqa: FBT001
        return codecs.utf_8_decode(data, _STRAY, final)


def _find_codec(name: str) -> codecs.CodecInfo | None:
    if name.replace("_", "-") != MIXED:
        return None
    return codecs.CodecInfo(
        encode=codecs.utf_8_encode, decode=_mixed_decode, incrementaldecoder=_MixedDecoder, name=MIXED
    )


MIXED = "textmine-mixed"
_STRAY = "textmine-stray-byte"
codecs.register_error(_STRAY, _stray_byte)
codecs.register(_find_codec)
