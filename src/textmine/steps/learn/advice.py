"""Whether enough was reviewed, and what to do next, in plain Dutch."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from textmine.analysis.numbers import whole
from textmine.codebook import Codebook
from textmine.report.dutch import NO_BREAK, decimal, listing
from textmine.report.rows import Row
from textmine.review.progress import Progress
from textmine.steps.learn.findings import Learning, Wide, changed, learns, published, too_wide
from textmine.tables import Advice, Estimates, frame

TO_COUNT, TO_LEARN = "0.8", "0.5"
"""Share of a round that is drawn: when only margins are too wide, and when the model still learns."""
USUAL, LEAST = 200, 50
"""Texts in a round."""
STILL = 0.05
"""From this share of other proposals on they are said to change."""
NAMED = 5
"""Codes that are named with their margin."""

_TRENDS = (
    (1, True, "Het model leert nog bij: {}."),
    (1, False, "Misschien leert het model nog bij: {}. Dat kan ook toeval zijn."),
    (-1, True, "Het model werd minder goed: {}. Ga na of de oordelen en het codeboek bij elkaar passen."),
    (-1, False, "Iets lager, maar dat kan toeval zijn: {}."),
    (0, False, "Niet duidelijk beter of slechter: {}."),
)
"""What is said of dimensions with this trend, when it is sure or not."""

Message = tuple[str, str]
"""Kind and message of ``Advice``."""


@dataclass(frozen=True)
class About:
    """What an advice is about: ``corpus`` is what commands call it; see ``LearnSettings`` for ``gain``."""

    codebook: Codebook
    corpus: str
    gain: float


def advice(
    about: About,
    progress: Sequence[Progress],
    estimates: pd.DataFrame,
    use: pd.DataFrame,
    curve: pd.DataFrame,
) -> pd.DataFrame:
    """Return the ``Advice``; ``use`` is what each round brought to the ``estimates``."""
    shares = published(estimates)
    if not any(one.decided for one in progress):
        found = [_begin(about.corpus, bool(progress))]
    else:
        wide = too_wide(shares, use, about.codebook)
        learning = learns(curve, about.codebook, about.gain)
        found = [
            *_open(progress),
            *_margins(progress, shares, wide),
            ("learning", _learning(learning)),
            *(("changed", said) for said in _changed(changed(curve, about.codebook))),
            *(("next", said) for said in _next(about, progress, wide if shares else None, learning)),
        ]
    kinds, messages = zip(*found, strict=True)
    return frame(Advice, {Advice.kind: list(kinds), Advice.message: list(messages)})


def standing(corpus: str, progress: Sequence[Progress]) -> tuple[str, ...]:
    """Return what can be said without a run: how to begin, or what is still open and how to finish it."""
    if not any(one.decided for one in progress):
        return (_begin(corpus, bool(progress))[1],)
    return (*(said for _, said in _open(progress)), *_finish(corpus, progress))


def _begin(corpus: str, sent: bool) -> Message:  # noqa: FBT001  # the only thing to know
    if sent:
        said = (
            "Er is een ronde gemaakt, maar daarvan is nog geen oordeel ingelezen. Vul het werkboek in en "
            f"lees het in: textmine review import {corpus} WERKBOEK"
        )
        return "import", said
    said = (
        "Er is nog geen steekproef van teksten om te beoordelen. Begin met een eerste ronde: "
        f"textmine review export {corpus} --reviewer NAAM"
    )
    return "begin", said


def _open(progress: Sequence[Progress]) -> Iterator[Message]:
    for one in progress:
        if one.open_drawn:
            none = one.open_drawn - one.doubts
            has = "heeft" if none == 1 else "hebben"
            parts = [
                f"{whole(none)} van de {whole(one.drawn)} gelote teksten {has} nog geen oordeel"
                if none
                else "",
                f"{_drawn(one.doubts)} nog op Twijfel" if one.doubts else "",
            ]
            yield "open", f"Stop nog niet. Ronde {one.round}: {listing([part for part in parts if part])}."


def _drawn(number: int) -> str:
    return "1 gelote tekst staat" if number == 1 else f"{whole(number)} gelote teksten staan"


def _margins(progress: Sequence[Progress], shares: Sequence[Row], wide: Sequence[Wide]) -> Iterator[Message]:
    """Say whether people can stop; never while a drawn text is open."""
    if not shares:
        yield "wide", "Er zijn nog geen gecorrigeerde aandelen, en dus ook nog geen marges."
        return
    asked, number = _points(shares[0][Estimates.asked]), whole(len(shares))
    if not wide:
        small = f"Bij alle {number} codes is de marge hoogstens {asked} naar boven en naar beneden."
        waiting = any(one.open_drawn for one in progress)
        yield ("wide", small) if waiting else ("stop", f"U kunt stoppen. {small}")
    known = [one for one in wide if one.half is not None]
    if known:
        shown = "; ".join(_margin(one) for one in known[:NAMED])
        others = len(known) - NAMED
        more = f"; en nog {whole(others)} {'code' if others == 1 else 'codes'}" if others > 0 else ""
        said = (
            f"Bij {whole(len(known))} van de {number} codes is de marge ruimer dan {asked}. De ruimste "
            f"eerst: {shown}{more}."
        )
        yield "wide", said
    if none := [one for one in wide if one.half is None]:
        said = f"Bij {whole(len(none))} van de {number} codes is nog geen aandeel: {none[0].reason}."
        yield "wide", said


def _margin(one: Wide) -> str:
    needed = f"; nodig zijn nog ongeveer {whole(_tens(one.more))} gelote teksten" if one.more else ""
    return f"{one.name} ({_points(one.half or 0)}{needed})"


def _learning(found: Sequence[Learning]) -> str:
    if not found:
        return (
            "Of het model nog leert, is nog niet te zeggen: daarvoor zijn twee metingen nodig, en dus een "
            "volgende ronde."
        )
    parts = []
    for trend, sure, sentence in _TRENDS:
        mine = [one for one in found if (one.trend, one.sure) == (trend, sure)]
        if mine:
            figures = [f"{one.name} van {decimal(one.before, 2)} naar {decimal(one.now, 2)}" for one in mine]
            parts.append(sentence.format(listing(figures)))
    return " ".join(parts)


def _changed(shares: Sequence[tuple[str, float]]) -> Iterator[str]:
    if shares:
        said = listing([f"{name} {decimal(100 * value, 0)}{NO_BREAK}%" for name, value in shares])
        still = "nog" if max(value for _, value in shares) >= STILL else "bijna niet meer"
        yield (
            f"De voorstellen veranderen {still}. Zo veel uitspraken kregen sinds de laatste ronde een andere "
            f"code: {said}."
        )


def _next(
    about: About, progress: Sequence[Progress], wide: Sequence[Wide] | None, learning: Sequence[Learning]
) -> Iterator[str]:
    """Say which command comes next: ``wide`` is empty when people can stop, and missing without shares."""
    yield from _finish(about.corpus, progress)
    if any(one.open_drawn for one in progress) or (wide is not None and not wide):
        return
    learns_still = any(one.trend > 0 for one in learning)
    share = TO_LEARN if learns_still else TO_COUNT
    needed = max((one.more for one in wide or ()), default=0)
    size = min(USUAL, max(LEAST, _tens(needed / float(share)))) if needed else USUAL
    why = (
        "Maak een nieuwe ronde met gelote en gekozen teksten, want het model leert nog"
        if learns_still
        else "Maak een nieuwe ronde met vooral gelote teksten, want de marges moeten smaller"
    )
    last = max(progress, key=lambda one: one.round)
    passed = " --new-round" if last.open else ""
    yield f"{why}: {_export(about.corpus)}{passed} --size {size} --share {share}"


def _finish(corpus: str, progress: Sequence[Progress]) -> Iterator[str]:
    """Say with which commands what is open gets finished."""
    for one in progress:
        if one.open_drawn > one.doubts:
            yield f"Maak ronde {one.round} af: {_export(corpus)} --round {one.round}"
    if any(one.doubts for one in progress):
        yield f"Beslis over de twijfels: {_export(corpus)} --doubt"


def _export(corpus: str) -> str:
    return f"textmine review export {corpus} --reviewer NAAM"


def _points(half: float) -> str:
    """Write a half-width: ``5 procentpunt``, ``7,3 procentpunt``."""
    return f"{decimal(100 * half, 1).removesuffix(',0')} procentpunt"


def _tens(number: float) -> int:
    """Round up to tens: the number is only about right."""
    return int(-(-number // 10) * 10)
