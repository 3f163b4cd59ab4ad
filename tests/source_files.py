"""Builders of real files for the tests of readers and ingest: PDF, compound files, OpenDocument."""

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence
from itertools import pairwise

_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_SECTOR, _MINI, _CUTOFF = 512, 64, 4096

Tree = Mapping[str, "bytes | Tree"]


def pdf(
    contents: Sequence[bytes], *, encrypted: bool = False, image: bool = False, field: bytes = b""
) -> bytes:
    """Build a PDF with a page per content stream; Helvetica is /F1, a grey picture of one dot /Im1.

    ``field`` is what somebody filled in in the form field on the first page.
    """
    objects = [b"", b"", b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>", _IMAGE]
    objects += [
        b"<</Type/XObject/Subtype/Form/BBox[0 0 300 20]/Resources<</Font<</F1 3 0 R>>>>/Length %d>>"
        b"stream\n%s\nendstream" % (len(field), field),
        b"<</Type/Annot/Subtype/Widget/FT/Tx/T(naam)/Rect[70 300 370 320]/F 4/AP<</N 5 0 R>>>>",
    ]
    kids = []
    for number, content in enumerate(contents):
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(content), content))
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R%s"
            b"/Resources<</Font<</F1 3 0 R>>%s>>>>"
            % (
                len(objects),
                b"/Annots[6 0 R]" if field and not number else b"",
                b"/XObject<</Im1 4 0 R>>" if image else b"",
            )
        )
        kids.append(b"%d 0 R" % len(objects))
    form = b"/AcroForm<</Fields[6 0 R]/DA(/F1 11 Tf)>>" if field else b""
    objects[0] = b"<</Type/Catalog/Pages 2 0 R%s>>" % form
    objects[1] = b"<</Type/Pages/Kids[%s]/Count %d>>" % (b" ".join(kids), len(kids))
    lock = b"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O(%s)/U(%s)>>/ID[(a)(a)]" % (b"o" * 32, b"u" * 32)
    return _pdf_file(objects, lock if encrypted else b"")


def _pdf_file(objects: Sequence[bytes], trailer: bytes) -> bytes:
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, start)
    return bytes(out)


def show(text: str, x: float, y: float, size: float = 11) -> bytes:
    """Return the operators that write ``text`` at a point of the page."""
    escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return b"BT /F1 %g Tf %g %g Td (%s) Tj ET\n" % (size, x, y, escaped.encode("cp1252"))


def lines(texts: Sequence[str], x: float = 70, top: float = 760, pitch: float = 14) -> bytes:
    """Write lines below each other; an empty one leaves a line open."""
    return b"".join(show(text, x, top - n * pitch) for n, text in enumerate(texts) if text)


_IMAGE = (
    b"<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Length 1>>"
    b"stream\n\x80\nendstream"
)
WHOLE_PAGE_IMAGE = b"q 595 0 0 842 0 0 cm /Im1 Do Q\n"


def zipped(members: Mapping[str, bytes | str], *, stored: Sequence[str] = ()) -> bytes:
    """Build a zip file; members named in ``stored`` are not compressed."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            kind = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            archive.writestr(name, content, compress_type=kind)
    return out.getvalue()


def odt(body: str, *, styles: str = "", manifest: str = "<manifest/>") -> bytes:
    """Build an ODT whose text is ``body`` (XML with the usual prefixes)."""
    spaces = " ".join(
        f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for prefix, name in (
            ("office", "office"),
            ("text", "text"),
            ("table", "table"),
            ("style", "style"),
            ("draw", "drawing"),
        )
    )
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"<office:document-content {spaces}><office:body><office:text>{body}"
            "</office:text></office:body></office:document-content>",
            "styles.xml": f"<office:document-styles {spaces}>{styles}</office:document-styles>",
            "META-INF/manifest.xml": manifest,
        },
        stored=["mimetype"],
    )


def compound_file(tree: Tree) -> bytes:
    """Build a compound file (MS-CFB version 3): the container of .msg, .doc and encrypted Office files."""
    entries: list[tuple[str, int, bytes]] = []
    links: list[list[int]] = []
    mini = bytearray()
    big: list[tuple[int, bytes]] = []

    def add(name: str, content: "bytes | Tree") -> int:
        number = len(entries)
        entries.append((name, 2 if isinstance(content, bytes) else 1, b""))
        links.append([_FREE, _FREE, _END, 0])
        if isinstance(content, bytes):
            links[number][3] = len(content)
            if len(content) < _CUTOFF:
                links[number][2] = len(mini) // _MINI
                mini.extend(content + b"\0" * (-len(content) % _MINI))
            else:
                big.append((number, content))
            return number
        kids = [add(key, value) for key, value in content.items()]
        for kid, following in pairwise(kids):
            links[kid][0] = following
        links[number][1] = kids[0] if kids else _FREE
        return number

    add("Root Entry", tree)
    return _assemble(entries, links, bytes(mini), big, tree)


def _assemble(
    entries: list[tuple[str, int, bytes]],
    links: list[list[int]],
    mini: bytes,
    big: list[tuple[int, bytes]],
    tree: Tree,
) -> bytes:
    sectors: list[bytes] = []
    fat: list[int] = []

    def place(data: bytes) -> int:
        start = len(sectors)
        pieces = [data[at : at + _SECTOR].ljust(_SECTOR, b"\0") for at in range(0, len(data), _SECTOR)]
        sectors.extend(pieces)
        fat.extend([*range(start + 1, start + len(pieces)), _END])
        return start

    for number, content in big:
        links[number][2] = place(content)
    mini_fat = b"".join(
        struct.pack("<I", following) for length in _mini_lengths(tree) for following in _chain(length)
    )
    links[0][2], links[0][3] = (place(mini), len(mini)) if mini else (_END, 0)
    mini_start = (
        place(_renumbered(mini_fat).ljust(-(-len(mini_fat) // _SECTOR) * _SECTOR, b"\xff")) if mini else _END
    )
    mini_sectors = -(-len(mini_fat) // _SECTOR) if mini else 0
    directory = b"".join(
        _entry(*entry[:2], link, root=n == 0)
        for n, (entry, link) in enumerate(zip(entries, links, strict=True))
    )
    directory_start = place(directory)
    fat_sectors = -(-(len(fat) + 8) // 128)
    fat_start = len(sectors)
    fat += [_FAT] * fat_sectors
    table = struct.pack(f"<{len(fat)}I", *fat).ljust(fat_sectors * _SECTOR, b"\xff")
    head = struct.pack(
        "<8s16sHHHHH6xIIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"",
        0x3E,
        3,
        0xFFFE,
        9,
        6,
        0,
        fat_sectors,
        directory_start,
        0,
        _CUTOFF,
        mini_start,
        mini_sectors,
        _END,
        0,
        fat_start,
    )
    difat = b"".join(struct.pack("<I", fat_start + n) for n in range(1, fat_sectors))
    return (head + difat).ljust(_SECTOR, b"\xff") + b"".join(sectors) + table


def _mini_lengths(tree: Tree) -> list[int]:
    lengths: list[int] = []
    for content in tree.values():
        if isinstance(content, bytes):
            lengths += [-(-len(content) // _MINI)] if len(content) < _CUTOFF else []
        else:
            lengths += _mini_lengths(content)
    return [length for length in lengths if length]


def _chain(length: int) -> list[int]:
    return [1] * (length - 1) + [_END]


def _renumbered(relative: bytes) -> bytes:
    numbers = struct.unpack(f"<{len(relative) // 4}I", relative)
    return struct.pack(
        f"<{len(numbers)}I", *(_END if number == _END else at + 1 for at, number in enumerate(numbers))
    )


def _entry(name: str, kind: int, link: list[int], *, root: bool) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    return struct.pack(
        "<64sHBBIII16sIQQIQ",
        text,
        len(text),
        5 if root else kind,
        1,
        _FREE,
        link[0],
        link[1],
        b"",
        0,
        0,
        0,
        link[2],
        link[3],
    )


def msg(
    values: Mapping[int, str | bytes], attachments: Sequence["Tree"] = (), *, header: int = 32
) -> dict[str, "bytes | Tree"]:
    """Return the tree of an Outlook message with these properties (str or binary) and attachment storages."""
    tree: dict[str, bytes | Tree] = {}
    rows = b""
    for pid, value in values.items():
        kind = 0x1F if isinstance(value, str) else 0x102
        stored = value.encode("utf-16-le") if isinstance(value, str) else value
        tree[f"__substg1.0_{pid:04X}{kind:04X}"] = stored
        rows += struct.pack("<HHIII", kind, pid, 6, len(stored) + (2 if kind == 0x1F else 0), 0)
    tree["__properties_version1.0"] = b"\0" * header + rows
    for number, attachment in enumerate(attachments):
        tree[f"__attach_version1.0_#{number:08X}"] = attachment
    return tree
