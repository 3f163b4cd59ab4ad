import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from source_files import lines, odt, pdf, zipped

from textmine.errors import SourceError
from textmine.readers import registry
from textmine.readers.blocks import Reading
from textmine.readers.limits import Limits
from textmine.tables import BLOCK_KINDS, REASONS

LIMITS = Limits()
PAGE = pdf([lines(["Een brief over zout."])])


@pytest.mark.parametrize(
    ("path", "data", "name"),
    [
        ("brief.docx", PAGE, "pdf"),
        ("brief.txt", odt("<text:p>x</text:p>"), "odt"),
        ("brief", b"<!DOCTYPE html><p>x</p>", "html"),
        ("brief.TXT", b"x", "text"),
        ("map/brief.MD", b"# x", "markdown"),
        ("a.zip", zipped({"xl/workbook.xml": "x"}), "workbook"),
        ("a.tsv", b"a\tb", "csv"),
    ],
)
def test_content_decides_before_the_name(path: str, data: bytes, name: str) -> None:
    """A file is read as what it is, not as what it is called."""
    assert registry.format_of(path, data).name == name


@pytest.mark.parametrize(
    ("path", "data", "reason"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b"\xef\xbb\xbf \r\n", "empty"),
        ("a.jpg", b"\xff\xd8\xff\xe0", "scanned"),
        ("a.heic", b"....ftypheic", "scanned"),
        ("a.rtf", rb"{\rtf1 x}", "unsupported"),
        ("a.xyz", b"x", "unsupported"),
        ("a", b"x", "unsupported"),
        ("a.pdf", b"x", "damaged"),
        ("a.txt", bytes(range(1, 9)) * 9, "unsupported"),
    ],
)
def test_what_cannot_be_read_says_why(path: str, data: bytes, reason: str) -> None:
    """Every refusal has a known reason and names the way out."""
    with pytest.raises(SourceError) as caught:
        registry.read(path, data, LIMITS)
    assert caught.value.reason == reason
    assert ";" in str(caught.value)


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(
        ["a.pdf", "a.docx", "a.odt", "a.xlsx", "a.eml", "a.msg", "a.html", "a.md", "a.txt", "a.csv"]
    ),
    st.sampled_from(
        [
            PAGE,
            odt("<text:p>x</text:p>"),
            b"From: a@b.test\n\nx",
            b"<p>x<td>y",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        ]
    ),
    st.integers(0, 2000),
    st.binary(max_size=40),
)
def test_no_bytes_break_the_reading(path: str, data: bytes, at: int, noise: bytes) -> None:
    """Whatever a file holds, it gives blocks of known kinds or a refusal with a known reason."""
    damaged = data[: at % (len(data) + 1)] + noise + data[at % (len(data) + 1) + len(noise) :]
    try:
        reading = registry.read(path, damaged, LIMITS)
    except SourceError as error:
        known = error.reason in REASONS
        reading = Reading(())
    else:
        known = True
    assert known
    for part in reading.parts:
        assert part.problem is None or part.problem[0] in REASONS
        assert {block.kind for block in part.blocks} <= set(BLOCK_KINDS)


def test_a_defect_of_a_library_keeps_its_cause() -> None:
    """An unexpected error becomes a refusal that names its class; running out of memory does not."""
    with pytest.raises(SourceError, match="ZeroDivisionError") as caught, registry.refusing():
        _ = 1 / 0
    assert isinstance(caught.value.__cause__, ZeroDivisionError)
    with pytest.raises(MemoryError), registry.refusing():
        raise MemoryError
