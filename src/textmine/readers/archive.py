"""Zip containers and the XML in them (DOCX, ODT, XLSX, ODS), guarded against bombs and entities."""

import io
import zipfile
import zlib
from typing import Any

from textmine.errors import SourceError
from textmine.readers.limits import MEGABYTE, Limits

_SMALL = 10 * MEGABYTE
"""Content up to this size may be packed however well: white space compresses a thousandfold."""


class Archive:
    """The members of a zip file that has been checked against the limits.

    Raises
    ------
    SourceError
        damaged when it is no whole zip file, encrypted when a member has a password, too_large when its
        content is beyond the limits.
    """

    def __init__(self, data: bytes, limits: Limits) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            members = self._zip.infolist()
        except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
            raise SourceError(
                "het bestand is niet compleet of beschadigd; vraag het opnieuw op of sla het opnieuw op",
                reason="damaged",
            ) from error
        if any(member.flag_bits & 1 for member in members):
            raise SourceError("het bestand heeft een wachtwoord; sla het op zonder", reason="encrypted")
        self._sizes = {member.filename: member.file_size for member in members}
        _check(sum(self._sizes.values()), len(data), limits)

    @property
    def names(self) -> frozenset[str]:
        """The names of all members."""
        return frozenset(self._sizes)

    def read(self, name: str) -> bytes:
        """Return the bytes of a member; never more than the size that was checked."""
        try:
            with self._zip.open(name) as member:
                data = member.read(self._sizes[name] + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, KeyError, NotImplementedError) as error:
            raise _damaged(name) from error
        if len(data) != self._sizes[name]:
            raise _damaged(name)
        return data

    def verify(self) -> None:
        """Read every member to its end, for a library that unpacks by itself: sizes and checksums hold."""
        for name in self._sizes:
            self.read(name)

    def xml(self, name: str) -> Any:
        """Return the root element (lxml) of a member."""
        return parse_xml(self.read(name))


def parse_xml(data: bytes) -> Any:
    """Return the root element (lxml) of ``data``; entities are refused, nothing is fetched."""
    from lxml import etree  # noqa: PLC0415

    if b"<!DOCTYPE" in data.replace(b"\0", b""):  # without zeros UTF-16 reads as ASCII
        raise _dtd()
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise SourceError(f"de inhoud is beschadigd ({error.msg})", reason="damaged") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise _dtd()
    return root


def _check(expanded: int, packed: int, limits: Limits) -> None:
    if expanded > limits.max_expanded_megabytes * MEGABYTE:
        raise SourceError(
            f"uitgepakt is dit {expanded // MEGABYTE} MiB, meer dan max_expanded_megabytes "
            f"({limits.max_expanded_megabytes}) in params.yaml",
            reason="too_large",
        )
    if expanded > max(_SMALL, packed * limits.max_expansion):
        raise SourceError(
            f"uitgepakt is dit {expanded // max(1, packed)} keer zo groot, meer dan max_expansion "
            f"({limits.max_expansion}) in params.yaml",
            reason="too_large",
        )


def _dtd() -> SourceError:
    return SourceError(
        "de inhoud bevat een DTD, en dat hoort niet in dit soort bestanden; sla het bestand opnieuw op",
        reason="damaged",
    )


def _damaged(name: str) -> SourceError:
    return SourceError(
        f"onderdeel '{name}' is niet compleet of beschadigd; vraag het bestand opnieuw op", reason="damaged"
    )
