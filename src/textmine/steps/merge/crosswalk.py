"""From the codes of a part to those of the whole; what has no place is said, and nothing is left out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from textmine.analysis.numbers import whole
from textmine.analysis.parts import Part
from textmine.codebook import Codebook, Dimension
from textmine.dialogue import Codes
from textmine.review.codebook_changes import changed_meaning
from textmine.tables import Assignments

CHANGED = {"definition": "de definitie", "include": "wat erbij hoort", "exclude": "wat er niet bij hoort"}

Pair = tuple[str, str]

Problem = tuple[str, str, bool]
"""What it is about, what is the matter and the way out (Dutch), and whether it blocks."""


@dataclass(frozen=True, slots=True)
class Led:
    """The assignments of a part in codes of the whole, with what people must look at."""

    assignments: pd.DataFrame
    problems: tuple[Problem, ...]


def lead(part: Part, target: Codebook, given: Codes) -> Led:
    """Write the assigned codes of ``part`` as codes of ``target``; ``given`` is the crosswalk of the part.

    A code that ``given`` does not name is the code of the same name, or the one that replaced it. A code
    that has no place becomes the code for what is outside, with a problem that blocks.
    """
    rows = part.assignments
    by = [Assignments.dimension, Assignments.code]
    sizes = rows.groupby(by, observed=True).size().reset_index(name="number")
    used = {
        (str(dimension), str(code)): int(number)
        for dimension, code, number in sizes.itertuples(index=False, name=None)
    }
    walk = _Walk(part, target, given)
    places = {pair: walk.place(pair, number) for pair, number in used.items()}
    problems = [*_unknown(part, target, given), *_questions(part, target, used), *walk.problems]
    if all(codes == (pair[1],) for pair, codes in places.items()):
        return Led(rows, tuple(problems))
    led = _one_where_one_fits(_written(rows, places), target, problems)
    return Led(led, tuple(problems))


class _Walk:
    """Finds the place of every used code, and keeps what is wrong with it."""

    def __init__(self, part: Part, target: Codebook, given: Codes) -> None:
        self._part = part
        self._target = target
        self._given = given
        self.problems: list[Problem] = []

    def place(self, pair: Pair, number: int) -> tuple[str, ...]:
        """Return the codes of the whole for a code that ``number`` statements have."""
        name, code = pair
        dimension = self._target.by_id.get(name)
        if dimension is None:
            return ()
        if code in self._given.get(name, {}):
            known = tuple(c for c in self._given[name][code] if c in dimension.by_code)
            if len(known) > 1 and not dimension.multiple:
                self._say(pair, f"gaat naar {len(known)} codes, maar bij {dimension.name} past er een; kies")
                return known[:1]
            return known or (dimension.outside,)
        current = dimension.current(code)
        if current not in dimension.by_code:
            self._say(
                pair,
                f"({whole(number)} uitspraken) staat niet in het codeboek van het geheel en telt zolang als "
                f"'{dimension.outside}'; noem de code",
            )
            return (dimension.outside,)
        self._compare(pair, current, dimension)
        return (current,)

    def _compare(self, pair: Pair, current: str, dimension: Dimension) -> None:
        own = self._part.codebook.by_id.get(pair[0])
        if own is None or pair[1] not in own.by_code:
            return
        changes = changed_meaning(own.by_code[pair[1]], dimension.by_code[current])
        if changes:
            what = " en ".join(CHANGED[each] for each in changes)
            self._say(
                pair,
                f"betekent in het geheel iets anders ({what}); kijk of de uitspraken erbij passen en "
                f"bevestig met '{pair[1]}: {current}'",
            )

    def _say(self, pair: Pair, message: str) -> None:
        where = f"in dialogue.yaml onder crosswalk, {self._part.name}, {pair[0]}"
        self.problems.append((_key(self._part, pair), f"code '{pair[1]}' {message} {where}", True))


def _key(part: Part, pair: Pair) -> str:
    return f"{part.title}: {pair[0]}, {pair[1]}"


def _unknown(part: Part, target: Codebook, given: Codes) -> Iterator[Problem]:
    """Yield what the crosswalk names and no codebook knows."""
    for name, codes in given.items():
        if name not in target.by_id or name not in part.codebook.by_id:
            which = "het geheel" if name not in target.by_id else part.title
            yield (
                f"{part.title}: {name}",
                (
                    f"crosswalk: vraag '{name}' staat niet in het codeboek van {which}; haal de vraag weg of "
                    "verbeter de naam in dialogue.yaml"
                ),
                True,
            )
            continue
        for code, new in codes.items():
            known = target.by_id[name].by_code
            wrong = [] if code in part.codebook.by_id[name].by_code else [(code, part.title, "")]
            wrong += [
                (each, "het geheel", f"; kies uit {', '.join(known)}") for each in new if each not in known
            ]
            for each, which, choice in wrong:
                yield (
                    _key(part, (name, code)),
                    (
                        f"crosswalk: code '{each}' staat bij '{name}' niet in het codeboek van "
                        f"{which}{choice}; verbeter dialogue.yaml"
                    ),
                    True,
                )


def _questions(part: Part, target: Codebook, used: Mapping[Pair, int]) -> Iterator[Problem]:
    """Yield the questions that only one of both codebooks has, and another version of the same."""
    own = {name for name, _ in used}
    for name in sorted(own - set(target.by_id)):
        yield (
            f"{part.title}: {name}",
            (
                f"de vraag '{name}' staat niet in het codeboek van het geheel en doet daarin niet mee; de "
                "codes blijven in het rapport van het deel"
            ),
            False,
        )
    for name in sorted(set(target.by_id) - set(part.codebook.by_id)):
        yield (
            f"{part.title}: {name}",
            (
                f"de vraag '{name}' is in dit deel niet gesteld: de uitspraken ontbreken in die tabellen; "
                "kies in dialogue.yaml een codeboek met alleen vragen die elk deel heeft"
            ),
            True,
        )
    if part.codebook.version != target.version:
        yield (
            part.title,
            (
                f"het deel is gecodeerd met codeboek-versie {part.codebook.version}, het geheel "
                f"heeft {target.version}; wat daarvan gevolgen heeft, staat apart in deze lijst"
            ),
            False,
        )


def _written(rows: pd.DataFrame, places: Mapping[Pair, tuple[str, ...]]) -> pd.DataFrame:
    """Return the rows with their new codes; of rows that become the same, the surest stays."""
    table = pd.DataFrame(
        [(*pair, new) for pair, codes in places.items() for new in codes],
        columns=[Assignments.dimension, Assignments.code, "new"],
    ).astype(rows[Assignments.code].dtype)
    joined = rows.merge(table, on=[Assignments.dimension, Assignments.code], how="inner")
    joined = joined.assign(code=joined["new"]).drop(columns="new")
    by = [Assignments.statement_id, Assignments.dimension, Assignments.code]
    order = [*by, Assignments.source, Assignments.probability]
    ordered = joined.sort_values(order, ascending=[True, True, True, False, False], kind="stable")
    return ordered.drop_duplicates(by, ignore_index=True)


def _one_where_one_fits(rows: pd.DataFrame, target: Codebook, problems: list[Problem]) -> pd.DataFrame:
    """Leave out the outside code beside another, and all but the surest where one code is asked."""
    outside = {dimension.id: dimension.outside for dimension in target.dimensions}
    is_outside = rows[Assignments.code].astype(object) == rows[Assignments.dimension].astype(object).map(
        outside
    )
    size = rows.groupby([Assignments.statement_id, Assignments.dimension])[Assignments.code].transform("size")
    rows = rows[~(is_outside & (size > 1)).to_numpy(bool)]
    single = [dimension.id for dimension in target.dimensions if not dimension.multiple]
    by = [Assignments.statement_id, Assignments.dimension]
    order = [*by, Assignments.probability, Assignments.code]
    rows = rows.sort_values(order, ascending=[True, True, False, True], kind="stable", ignore_index=True)
    twice = (rows.duplicated(by) & rows[Assignments.dimension].isin(single)).to_numpy(bool)
    for name, number in rows.loc[twice, Assignments.dimension].value_counts(sort=False).sort_index().items():
        problems.append(
            (
                f"{name}",
                (
                    f"{whole(int(number))} codes vallen weg bij '{name}', waar één code past; de zekerste "
                    "telt. Pas de crosswalk in dialogue.yaml aan"
                ),
                True,
            )
        )
    return rows[~twice].reset_index(drop=True)
