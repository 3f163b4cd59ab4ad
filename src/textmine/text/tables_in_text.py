"""Tables inside a document: which cells are headings, lists of people, actions or data about the document."""

from collections.abc import Sequence

from textmine.text.sections import Vocabulary
from textmine.text.structure import ends_sentence
from textmine.text.units import Unit

_LABEL_WORDS = 6


def split_tables(lines: Sequence[Unit]) -> list[list[Unit]]:
    """Group neighbouring cells into tables: the row number starts again in the next one."""
    tables: list[list[Unit]] = []
    previous: Unit | None = None
    for unit in lines:
        if unit.form == "cell":
            follows = previous is not None and previous.form == "cell" and _row(previous) <= _row(unit)
            if not follows:
                tables.append([])
            tables[-1].append(unit)
        previous = unit
    return tables


def judge_table(cells: Sequence[Unit], words: Vocabulary) -> None:
    """Set ``reason`` or ``heading`` of every cell of one table."""
    _judge_labelled_cells(cells, words)
    cells = [cell for cell in cells if cell.reason is None]
    if not cells:
        return
    first = min(_row(cell) for cell in cells)
    header = [cell for cell in cells if _row(cell) == first]
    body = [cell for cell in cells if _row(cell) > first]
    if len({_column(cell) for cell in cells}) == 1:
        return
    whole = _reason_of_header(header, words) if body else None
    if whole == "attendance" and not all(_is_label(cell) for cell in body):
        whole = None  # a column with what they said
    if whole:
        _reject(body, whole)
        _reject(header, "heading")
    elif not _judge_form(cells, words):
        has_header = bool(body) and all(_is_label(cell) for cell in header)
        if has_header:
            _reject(header, "heading")
        _judge_body(body if has_header else cells, header if has_header else [], words)


def _judge_body(cells: Sequence[Unit], header: Sequence[Unit], words: Vocabulary) -> None:
    titles = {_column(cell): cell.text for cell in header}
    first = min((_column(cell) for cell in cells), default=1)
    labels = {_row(cell): cell for cell in cells if _column(cell) == first}
    labelled = all(_is_label(cell) for cell in labels.values())
    for cell in cells:
        title = titles.get(_column(cell))
        if labelled and _column(cell) == first:
            cell.reason = "heading"
        elif title and words.matches("column_other", title) and _is_label(cell):
            cell.reason = "metadata"
        else:
            label = labels.get(_row(cell)) if labelled else None
            cell.heading = " / ".join(part for part in (label.text if label else None, title) if part) or None


def _judge_labelled_cells(cells: Sequence[Unit], words: Vocabulary) -> None:
    """Reject cells of several lines whose first line is a label: "Aanwezig", then the names."""
    by_place: dict[tuple[int, int], list[Unit]] = {}
    for cell in cells:
        by_place.setdefault((_row(cell), _column(cell)), []).append(cell)
    for label, *rest in by_place.values():
        reason = words.field(label.text.rstrip(":")) if rest else None
        if reason:
            _reject([label], "metadata")
            _reject(rest, reason)


def _judge_form(cells: Sequence[Unit], words: Vocabulary) -> bool:
    """Reject a table of label and value ("Datum", "Locatie", "Aanwezig"); tell whether it was one."""
    first = min(_column(cell) for cell in cells)
    labels = {_row(cell): words.field(cell.text.rstrip(":")) for cell in cells if _column(cell) == first}
    if sum(reason is not None for reason in labels.values()) * 2 <= len(labels):
        return False
    for cell in cells:
        reason = labels.get(_row(cell))
        cell.reason = "metadata" if _column(cell) == first else reason or "metadata"
    return True


def _reason_of_header(header: Sequence[Unit], words: Vocabulary) -> str | None:
    titles = [cell.text.strip(" :*") for cell in header]
    people = sum(words.matches("column_people", title.split(" ")[0]) for title in titles)
    if people * 2 > len(titles):
        return "attendance"
    if not any(words.matches("column_owner", title) for title in titles):
        return "agenda" if titles and words.matches("column_time", titles[0]) else None
    return "action" if any(words.matches("column_task", title) for title in titles) else None


def _reject(cells: Sequence[Unit], reason: str) -> None:
    for cell in cells:
        cell.reason = reason


def _is_label(cell: Unit) -> bool:
    return cell.words <= _LABEL_WORDS and not ends_sentence(cell.text.rstrip("?"))


def _row(cell: Unit) -> int:
    return cell.piece.row or 1


def _column(cell: Unit) -> int:
    return cell.piece.column or 1
