"""Say who decided what, when reviewers differ, and whose decision counts."""

from collections.abc import Iterable, Mapping

from textmine.codebook import Codebook, Dimension
from textmine.review import columns as c
from textmine.review.history import History, Made, Taken
from textmine.tables import BLIND, CODING_VERDICTS


def difference(  # noqa: PLR0913, PLR0917  # who decided what about which statement, and what was decided before
    earlier: History,
    reviewer: str,
    workbook: str,
    statement: str,
    made: Mapping[str, Made],
    codebook: Codebook,
) -> tuple[str, str, str, str] | None:
    """Return column, value, reason and way out when others said something else about ``statement``."""
    found = earlier.against(reviewer, workbook, statement, made, codebook)
    if not found:
        return None
    dimensions = codebook.by_id
    names = dict.fromkeys(name for name, _ in found)
    mine = _joined(said(made[name], dimensions[name]) for name in names)
    reason = _joined(
        _chosen(
            dimensions[name],
            [(taken.who, taken.made) for other, taken in found if other == name],
            (reviewer, made[name]),
        )
        for name in names
    )
    column = c.VERDICT
    if all(made[name].verdict in CODING_VERDICTS for name in names):
        column = "; ".join(c.dimension_heading(codebook, dimensions[name]) for name in names)
    return column, mine, reason, _rule(reviewer, workbook, made, found)


def said(made: Made, dimension: Dimension) -> str:
    """Return in words what was decided; codes that are no longer in the codebook as they are."""
    if made.verdict not in CODING_VERDICTS:
        at = f" na teken {', '.join(map(str, made.cuts))}" if made.cuts else ""
        return c.VERDICTS[made.verdict] + at
    labels = c.labels(dimension)
    return f"{dimension.name}: {' + '.join(labels.get(code, code) for code in made.codes)}"


def _chosen(dimension: Dimension, theirs: Iterable[tuple[str, Made]], mine: tuple[str, Made]) -> str:
    """Return who chose what in one dimension; without its name when nobody chose a code."""
    every = [*((who, made.now(dimension)) for who, made in theirs), mine]
    told = dict.fromkeys(
        (who, said(made, dimension).removeprefix(f"{dimension.name}: ")) for who, made in every
    )
    (first, what), *others = told
    parts = [f"{first} koos {what}", *(f"{who} {chosen}" for who, chosen in others)]
    coded = any(made.verdict in CODING_VERDICTS for _, made in every)
    return (f"{dimension.name}: " if coded else "") + ", ".join(parts)


def _rule(reviewer: str, workbook: str, made: Mapping[str, Made], found: Iterable[tuple[str, Taken]]) -> str:
    """Return whose decision counts: between a blind coder and another that is settled by a third person."""
    mine_blind = workbook.endswith(BLIND)
    apart = [(name, taken) for name, taken in found if taken.blind != mine_blind]
    if not apart:
        return f"het laatste oordeel telt, dat van {reviewer}; klopt dat niet, beoordeel dan opnieuw"
    first = apart[0][1].who if mine_blind else reviewer
    if all(taken.made.verdict == made[name].verdict == c.SPLIT for name, taken in apart):
        return f"beiden splitsen, maar op een andere plaats; die van {first} geldt"
    return f"het oordeel van {first} geldt totdat een derde beslist"


def _joined(parts: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(parts))
