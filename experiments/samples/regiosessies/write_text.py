"""Write minutes as Markdown, and as an old-fashioned plain text file with hard line ends and pages."""

import re
from itertools import pairwise
from pathlib import Path

from source import Block, Footnote, Heading, Item, Minutes, Paragraph, Piece, Table, Turn, plain, typeset

ENCODING = "cp1252"
LINES_ON_PAGE = 54
BULLETS = {1: "- ", 2: "o "}


def write_markdown(minutes: Minutes, path: Path) -> None:
    """Write one Markdown file in UTF-8, with pipe tables and footnotes at the end."""
    lines = [f"# {minutes.title}", ""]
    for before, block in zip((None, *minutes.blocks), minutes.blocks, strict=False):
        if isinstance(block, Footnote):
            continue
        if not (isinstance(before, Item) and isinstance(block, Item)):
            lines.append("")
        lines += _markdown(block)
    lines += ["", *(f"[^{number}]: {typeset(text)}" for number, text in minutes.footnotes.items())]
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines))
    path.write_text(text.strip() + "\n", encoding="utf-8", newline="\n")


def write_plain(minutes: Minutes, path: Path, hyphens: dict[str, str]) -> int:
    """Write one text file in Windows-1252 with CRLF and form feeds; give the number of pages."""
    width = int(minutes.settings["width"])
    lines = [minutes.title, "=" * len(minutes.title), ""]
    for block, after in pairwise((*minutes.blocks, None)):
        if block is None:
            continue
        lines += _plain_lines(block, width, hyphens)
        if not (isinstance(block, Item) and isinstance(after, Item)):
            lines.append("")
    pages = [lines[start : start + LINES_ON_PAGE] for start in range(0, len(lines), LINES_ON_PAGE)]
    text = "\f".join(_page(minutes, page, number, len(pages)) for number, page in enumerate(pages, start=1))
    path.write_bytes(text.replace("\n", "\r\n").encode(ENCODING))
    return len(pages)


def hyphenate(marked: str, hyphens: dict[str, str]) -> str:
    """Put soft hyphen marks in the words that the list knows, keeping their capitals."""

    def mark(match: re.Match[str]) -> str:
        known = hyphens.get(match[0].lower())
        if known is None:
            return match[0]
        letters = iter(match[0])
        return "".join("¬" if sign == "¬" else next(letters) for sign in known)

    return re.sub(r"[^\W\d_]+", mark, marked)


def wrap(text: str, width: int) -> list[str]:
    """Fill lines up to `width`; a word may break at a soft hyphen mark or after a hyphen of its own."""
    lines, line = [], ""
    for word in text.split(" "):
        rest = word
        while rest:
            room = width - len(line) - bool(line)
            head, tail = _fit(rest, room)
            if not head and not line:
                head, tail = rest.replace("¬", ""), ""
            line = f"{line} {head}" if line and head else line or head
            if tail:
                lines.append(line)
                line = ""
            rest = tail
    return [*lines, line]


def _fit(word: str, room: int) -> tuple[str, str]:
    """Split a word in what fits in `room` and what goes to the next line."""
    if len(word.replace("¬", "")) <= room:
        return word.replace("¬", ""), ""
    for match in reversed(list(re.finditer(r"¬|(?<=\w\w\w)-(?=\w\w\w)", word))):
        head = word[: match.start()].replace("¬", "") + "-"
        if len(head) <= room:
            return head, word[match.end() :]
    return "", word


def _markdown(block: Block) -> list[str]:
    match block:
        case Heading():
            return [f"{'#' * (block.level + 1)} {block.text}", ""]
        case Paragraph():
            return [" ".join(typeset(piece.marked) for piece in block.pieces), ""]
        case Item():
            label = f"{block.label} " if block.label else "- "
            return ["  " * (block.level - 1) + label + typeset(block.piece.marked)]
        case Turn():
            return [f"**{block.speaker}:** {typeset(block.piece.marked)}", ""]
        case Table():
            rows = [
                " | ".join("<br>".join(typeset(piece.marked) for piece in cell) for cell in row)
                for row in block.rows
            ]
            rule = " | ".join("---" for _ in block.rows[0])
            return [f"| {row} |" for row in (rows[0], rule, *rows[1:])] + [""]
        case _:
            raise TypeError(f"{block!r} has no place in the running text of a Markdown file")


def _plain_lines(block: Block, width: int, hyphens: dict[str, str]) -> list[str]:
    match block:
        case Heading():
            return [block.text, "-" * len(block.text)] if block.level == 1 else [block.text]
        case Paragraph():
            return wrap(" ".join(_prose(piece, hyphens) for piece in block.pieces), width)
        case Item():
            label = f"{block.label} " if block.label else BULLETS[block.level]
            return _hanging("   " * (block.level - 1), label, _prose(block.piece, hyphens), width)
        case Turn():
            return wrap(f"{block.speaker}: {_prose(block.piece, hyphens)}", width)
        case _:
            raise TypeError(f"{plain(str(block))}: tables and footnotes are not made in plain text")


def _prose(piece: Piece, hyphens: dict[str, str]) -> str:
    return hyphenate(piece.marked.replace("**", ""), hyphens).replace("~", "\u00a0")


def _hanging(indent: str, label: str, text: str, width: int) -> list[str]:
    hang = indent + " " * len(label)
    first, *rest = wrap(text, width - len(hang))
    return [indent + label + first, *(hang + line for line in rest)]


def _page(minutes: Minutes, lines: list[str], number: int, pages: int) -> str:
    width = int(minutes.settings["width"])
    foot = minutes.settings["footer"].format(page=number, pages=pages)
    head = [] if number == 1 else [minutes.settings["header"].rjust(width), ""]
    blanks = [""] * (LINES_ON_PAGE - len(lines))
    return "\n".join([*head, *lines, *blanks, "", foot.center(width).rstrip()]) + "\n"
