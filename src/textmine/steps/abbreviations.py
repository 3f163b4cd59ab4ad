"""The appendix of abbreviations, checked both ways: used and not listed, listed and not used."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
from pydantic import Field

from textmine.analysis.counting import as_columns, count, facts
from textmine.corpus import Corpus
from textmine.settings import Settings
from textmine.tables import (
    AbbreviationList,
    Abbreviations,
    Evidence,
    OpenWork,
    Statements,
    frame,
)
from textmine.text.abbreviation_finding import definitions, found, is_loud, without_addresses

FIGURE = "abbreviations"
"""What ``tables.Evidence`` calls the statements that use an abbreviation."""

AREA = "afkortingen"


class AbbreviationsSettings(Settings):
    """What an abbreviation without a meaning stops."""

    min_statements: int = Field(
        default=1,
        ge=1,
        description="in hoeveel uitspraken een afkorting die niet in de lijst staat, minstens moet voorkomen "
        "om in de bijlage te komen",
    )
    block_unlisted: bool = Field(
        default=False,
        description="of een gebruikte afkorting zonder betekenis publicatie tegenhoudt",
    )


@dataclass(frozen=True, slots=True)
class Abbreviated:
    """The abbreviations, the statements behind each, and what people still have to explain."""

    abbreviations: pd.DataFrame
    evidence: pd.DataFrame
    open: pd.DataFrame


def abbreviations(
    statements: pd.DataFrame,
    groups: pd.DataFrame,
    documents: pd.DataFrame,
    assignments: pd.DataFrame,
    memberships: pd.DataFrame,
    abbreviation_list: pd.DataFrame,
    corpus: Corpus,
    settings: AbbreviationsSettings,
) -> Abbreviated:
    """Find abbreviations in the statements that count, and set them beside the list that people keep.

    A word in capitals that is more often written small in these statements, or is an everyday word,
    is said loudly. What is on the list is looked for as it is written there, small letters and all. A meaning
    is proposed where a statement gives it; of several the most frequent, then the shortest, then the first.
    """
    counted = facts(statements, documents, groups, assignments, memberships, corpus.kind)
    texts = _texts(statements, counted)
    listed = _listed(abbreviation_list)
    said = _definitions(texts)
    uses = _uses(texts, listed, said)
    names = sorted(
        {*listed, *(n for n, ids in uses.items() if len(ids) >= settings.min_statements)}, key=_order
    )
    rows = pd.DataFrame(
        [(name, each) for name in names for each in uses.get(name, ())], columns=["name", "statement_id"]
    )
    used = rows.astype({"statement_id": object}).merge(
        counted.astype({"statement_id": object}), on="statement_id"
    )
    table = {
        Abbreviations.abbreviation: names,
        Abbreviations.meaning: [listed.get(name) for name in names],
        Abbreviations.proposed: [said[name][0] if name in said else None for name in names],
        Abbreviations.proposed_in: [said[name][1] if name in said else None for name in names],
        Abbreviations.listed: [name in listed for name in names],
        **as_columns(count(used, ["name"]), [(name,) for name in names], ["name"]),
    }
    return Abbreviated(
        abbreviations=frame(Abbreviations, table),
        evidence=frame(
            Evidence,
            {
                Evidence.figure: [FIGURE] * len(rows),
                Evidence.key: rows["name"].tolist(),
                Evidence.statement_id: rows["statement_id"].tolist(),
            },
        ),
        open=_open(names, listed, uses, said, settings),
    )


_Texts = Mapping[str, str]
"""The text of every statement that counts by its id, ascending."""

_Said = Mapping[str, tuple[str, str]]
"""Per abbreviation the meaning that a statement gives, and the id of that statement."""


def _order(name: str) -> tuple[str, str]:
    return re.sub(r"\W", "", name).casefold(), name


def _texts(statements: pd.DataFrame, counted: pd.DataFrame) -> _Texts:
    wanted = statements[statements[Statements.id].isin(counted["statement_id"])]
    pairs = zip(wanted[Statements.id].astype(object), wanted[Statements.text].astype(object), strict=True)
    return dict(sorted(pairs))


def _listed(rows: pd.DataFrame) -> Mapping[str, str | None]:
    names = rows[AbbreviationList.abbreviation].astype(object)
    meanings = rows[AbbreviationList.meaning].astype(object)
    return {
        name: None if pd.isna(meaning) else meaning for name, meaning in zip(names, meanings, strict=True)
    }


def _definitions(texts: _Texts) -> _Said:
    given: dict[str, dict[str, list[tuple[str, str]]]] = defaultdict(lambda: defaultdict(list))
    for name, text in texts.items():
        if "(" in text:
            for one in definitions(text):
                given[one.abbreviation][one.meaning.casefold()].append((one.meaning, name))
    return {
        abbreviation: min(meanings.values(), key=lambda said: (-len(said), len(said[0][0]), said[0]))[0]
        for abbreviation, meanings in given.items()
    }


def _uses(texts: _Texts, listed: Mapping[str, str | None], said: _Said) -> Mapping[str, list[str]]:
    """Return per abbreviation the ids of the statements that use it, ascending."""
    known = {*listed, *said}
    pattern = _pattern(known)
    uses: dict[str, list[str]] = defaultdict(list)
    for name, text in texts.items():
        here = found(text)
        if pattern is not None:
            here |= set(pattern.findall(text))
        for each in here:
            uses[each].append(name)
    loud = _loud(
        texts, {each for each in uses if each not in known and each.isalpha() and each.isupper()}, uses
    )
    return {each: ids for each, ids in uses.items() if each not in loud}


def _pattern(known: set[str]) -> re.Pattern[str] | None:
    """Return what finds every known abbreviation as a word of its own, the longest first."""
    if not known:
        return None
    longest = sorted(known, key=lambda name: (-len(name), name))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!\w)")


def _loud(texts: _Texts, capitals: set[str], uses: Mapping[str, list[str]]) -> set[str]:
    small = Counter[str]()
    wanted = {name.casefold() for name in capitals}
    for text in texts.values() if wanted else ():
        small.update(word for word in re.findall(r"\w+", without_addresses(text)) if word in wanted)
    return {name for name in capitals if small[name.casefold()] >= len(uses[name]) or is_loud(name)}


def _open(
    names: list[str],
    listed: Mapping[str, str | None],
    uses: Mapping[str, list[str]],
    said: _Said,
    settings: AbbreviationsSettings,
) -> pd.DataFrame:
    work: list[tuple[str, str, bool]] = []
    for name in names:
        hint = f"; uitspraak {said[name][1]} geeft een betekenis" if name in said else ""
        if name in listed and name not in uses:
            work.append(
                (name, f"'{name}' staat in abbreviations.csv en komt niet voor; haal de regel weg", False)
            )
        elif name in listed and listed[name] is None:
            message = f"'{name}' staat zonder betekenis in abbreviations.csv; vul 'meaning' in{hint}"
            work.append((name, message, settings.block_unlisted))
        elif name not in listed:
            message = (
                f"'{name}' staat niet in abbreviations.csv; zet de afkorting met de betekenis erbij{hint}"
            )
            work.append((name, message, settings.block_unlisted))
    return frame(
        OpenWork,
        {
            OpenWork.area: [AREA] * len(work),
            OpenWork.key: [key for key, _, _ in work],
            OpenWork.message: [message for _, message, _ in work],
            OpenWork.blocks: [blocks for _, _, blocks in work],
        },
    )
