"""The answer sheets of the sample corpus: which statements there are, and what is no statement."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from source import Codes, Footnote, Heading, Item, Minutes, Paragraph, Piece, Table, plain

TRUTH_COLUMNS = ("file", "order", "text", "structure", "theme", "kind", "subject", "activity")
OTHER_COLUMNS = ("file", "text", "reason")


@dataclass(frozen=True)
class Statement:
    """One true statement; `order` counts from 1 within its file."""

    file: str
    order: int
    text: str
    structure: str
    codes: Codes


def statements(minutes: Minutes) -> list[Statement]:
    """Give the true statements in reading order (tables row by row)."""
    found = [(piece.plain, shape, piece.codes) for piece, shape in _pieces(minutes) if piece.codes]
    return [Statement(minutes.file, order, *rest) for order, rest in enumerate(found, start=1)]


def others(minutes: Minutes, page_lines: list[str]) -> list[tuple[str, str, str]]:
    """Give (file, text, reason) for all that is no statement; `page_lines` are running heads and feet."""
    rows = [(minutes.title, "heading"), *((line, "furniture") for line in page_lines)]
    for block in minutes.blocks:
        if isinstance(block, Heading):
            rows.append((plain(block.text), "heading"))
        elif isinstance(block, Footnote):
            rows.append((plain(block.text), "metadata"))
    rows += [(piece.plain, piece.reason) for piece, _ in _pieces(minutes) if piece.reason]
    return [(minutes.file, text, reason) for text, reason in rows]


def write_truth(path: Path, rows: list[Statement]) -> None:
    """Write `waarheid.csv`; several codes of one kind are joined with a vertical bar."""
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(TRUTH_COLUMNS)
        for row in rows:
            lists = (row.codes.themes, (row.codes.kind,), row.codes.subjects, row.codes.activities)
            writer.writerow(
                [row.file, row.order, row.text, row.structure, *("|".join(codes) for codes in lists)]
            )


def write_others(path: Path, rows: list[tuple[str, str, str]]) -> None:
    """Write `niet-inhoudelijk.csv`."""
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(OTHER_COLUMNS)
        writer.writerows(rows)


def _pieces(minutes: Minutes) -> Iterator[tuple[Piece, str]]:
    for block in minutes.blocks:
        match block:
            case Paragraph():
                yield from ((piece, "sentence") for piece in block.pieces)
            case Table():
                yield from ((piece, "cell") for row in block.rows for cell in row for piece in cell)
            case Item():
                yield block.piece, block.structure
            case Heading() | Footnote():
                pass
            case _:
                yield block.piece, "turn"
