"""The codebook as a value: dimensions, codes, examples, and its version."""

import hashlib
import json
from datetime import date
from functools import cached_property
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from textmine.errors import CodebookError, MisplacedError

Name = Annotated[str, Field(min_length=1)]

GROUP_KINDS = ("all", "region", "tier")
"""Groups of statements that every corpus can have; see ``tables.Estimates``."""

_NO_DIMENSIONS = frozenset({"text", "codes"})
"""Keys of an example that cannot be the name of a dimension."""


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Code(_Model):
    """One code with what a coder needs to apply it."""

    code: Name
    name: Name
    definition: str
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    cues: tuple[str, ...] = ()
    parent: str | None = None
    valid_from: date | None = None
    replaces: tuple[str, ...] = ()


class Dimension(_Model):
    """One question a coder answers: zero or more codes (``multiple``), or exactly one.

    ``outside`` is the code that says that nothing else fits; it is counted like every other code.
    """

    id: Name
    name: Name
    multiple: bool
    outside: str
    codes: tuple[Code, ...]

    @model_validator(mode="after")
    def _refers_to_itself(self) -> Self:
        if self.id in _NO_DIMENSIONS:
            raise MisplacedError(f"een dimensie kan niet '{self.id}' heten; kies een ander woord", "id")
        names = [code.code for code in self.codes]
        if twice := next((n for n, name in enumerate(names) if name in names[:n]), None):
            raise MisplacedError(
                f"dimensie '{self.id}' bevat een code twee keer: {names[twice]}", "codes", twice, "code"
            )
        if self.outside not in names:
            raise MisplacedError(
                f"dimensie '{self.id}' verwijst naar een code die er niet is: {self.outside}", "outside"
            )
        for number, code in enumerate(self.codes):
            self._check_parents(number, code)
        return self

    def _check_parents(self, number: int, code: Code) -> None:
        """Refuse a parent that does not exist, and codes that are each other's parent."""
        parents = {each.code: each.parent for each in self.codes}
        above, passed = code.parent, {code.code}
        while above is not None:
            if above not in parents:
                problem = f"dimensie '{self.id}' verwijst naar een code die er niet is: {above}"
                raise MisplacedError(problem, "codes", number, "parent")
            if above in passed:
                problem = f"code '{code.code}' valt via 'parent' onder zichzelf; haal een 'parent' weg"
                raise MisplacedError(problem, "codes", number, "parent")
            passed.add(above)
            above = parents[above]

    @cached_property
    def by_code(self) -> dict[str, Code]:
        """Every code of the dimension by its name."""
        return {code.code: code for code in self.codes}

    def top(self, code: str) -> str:
        """Return the main code of ``code``: itself, or the code it is a sub-code of."""
        parent = self.by_code[code].parent
        return code if parent is None else self.top(parent)

    def current(self, code: str) -> str:
        """Return the code that replaced ``code``, when it is gone and exactly one code replaces it."""
        followers = [each.code for each in self.codes if code in each.replaces]
        return followers[0] if code not in self.by_code and len(followers) == 1 else code


class Example(_Model):
    """A statement with its codes in every dimension: ``codes["theme"] == ("...",)``."""

    text: Name
    codes: dict[str, tuple[str, ...]]


class Additions(_Model):
    """What a codebook that extends another one may add to its lists."""

    dimensions: tuple[Dimension, ...] = ()
    examples: tuple[Example, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _gather_codes(cls, raw: Any) -> Any:
        return gather_codes(raw)

    @model_validator(mode="after")
    def _names_dimensions_once(self) -> Self:
        names = [dimension.id for dimension in self.dimensions]
        for number, name in enumerate(names):
            if name in names[:number]:
                raise MisplacedError(f"dimensie '{name}' staat er twee keer", "dimensions", number, "id")
        return self


class Codebook(Additions):
    """Dimensions in order of presentation, with coded examples.

    ``crosses`` are pairs of dimensions that the report sets out against each other (rows, columns);
    ``tier_comparison`` is the dimension whose codes are the rows of the comparison between tiers;
    ``points_within`` are the two dimensions (theme, kind) within which statements that say the same are one
    point; having codes of ``points_alike`` in common makes them more alike.
    ``dossiers`` is the dimension whose main codes each get a dossier.
    ``estimate_within`` are dimensions whose codes are groups for which corrected shares are estimated.
    """

    name: Name
    title: Name
    dimensions: tuple[Dimension, ...] = Field(min_length=1)
    crosses: tuple[tuple[str, str], ...] = ()
    tier_comparison: str | None = None
    points_within: tuple[str, str] | None = None
    points_alike: str | None = None
    estimate_within: tuple[str, ...] = ()
    dossiers: str | None = None

    @model_validator(mode="after")
    def _analyses_use_dimensions_that_exist(self) -> Self:
        known = {dimension.id for dimension in self.dimensions}
        asked: list[tuple[str, tuple[str | int, ...]]] = [
            (name, ("crosses", number)) for number, pair in enumerate(self.crosses) for name in pair
        ]
        if self.tier_comparison is not None:
            asked.append((self.tier_comparison, ("tier_comparison",)))
        if self.dossiers is not None:
            asked.append((self.dossiers, ("dossiers",)))
        if self.points_alike is not None:
            asked.append((self.points_alike, ("points_alike",)))
        asked += [(name, ("points_within", number)) for number, name in enumerate(self.points_within or ())]
        asked += [(name, ("estimate_within", number)) for number, name in enumerate(self.estimate_within)]
        for name, where in asked:
            if name not in known:
                raise MisplacedError(f"{where[0]} noemt een dimensie die er niet is: {name}", *where)
            if where[0] == "estimate_within" and name in GROUP_KINDS:
                raise MisplacedError(
                    f"een dimensie die '{name}' heet, kan niet onder estimate_within; zo heet al een "
                    "andere indeling. Geef de dimensie een andere naam",
                    *where,
                )
        return self

    @model_validator(mode="after")
    def _examples_use_codes_that_exist(self) -> Self:
        for number, example in enumerate(self.examples):
            label, where = f"voorbeeld {number + 1} ('{example.text[:40]}')", ("examples", number)
            wanted = {d.id for d in self.dimensions}
            if missing := sorted(wanted - set(example.codes)):
                raise MisplacedError(f"{label} mist een code voor: {', '.join(missing)}", *where)
            if unknown := sorted(set(example.codes) - wanted):
                raise MisplacedError(f"{label} heeft een sleutel te veel: {', '.join(unknown)}", *where)
            for dimension in self.dimensions:
                try:
                    self.check(dimension.id, example.codes[dimension.id])
                except CodebookError as error:
                    raise MisplacedError(f"{label}: {error}", *where, dimension.id) from error
        return self

    @cached_property
    def version(self) -> str:
        """Content hash (12 hexadecimal digits) of all definitions and examples."""
        meaning = self.model_dump(mode="json", include={"name", "dimensions", "examples"})
        content = json.dumps(meaning, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(content.encode()).hexdigest()[:12]

    @cached_property
    def by_id(self) -> dict[str, Dimension]:
        """Every dimension by its id."""
        return {dimension.id: dimension for dimension in self.dimensions}

    def check(self, dimension: str, codes: tuple[str, ...]) -> None:
        """Refuse ``codes`` that cannot be given together in ``dimension``.

        Raises
        ------
        CodebookError
            When the dimension or a code is unknown, when none or too many are given, or when the outside
            code stands beside another code.
        """
        if dimension not in self.by_id:
            raise CodebookError(f"dimensie '{dimension}' staat niet in codeboek {self.name} ({self.version})")
        known = self.by_id[dimension]
        for code in codes:
            if code not in known.by_code:
                raise CodebookError(
                    f"code '{code}' staat niet bij {known.name} in codeboek {self.name} ({self.version}); "
                    f"kies uit: {', '.join(known.by_code)}"
                )
        if not codes:
            raise CodebookError(f"{known.name} heeft geen code; gebruik '{known.outside}' als niets past")
        if len(codes) > 1 and not known.multiple:
            raise CodebookError(
                f"{known.name} mag maar een code hebben, niet {len(codes)}: {', '.join(codes)}"
            )
        if len(codes) > 1 and known.outside in codes:
            raise CodebookError(f"{known.name}: '{known.outside}' kan niet samen met een andere code")
        if len(set(codes)) != len(codes):
            raise CodebookError(f"{known.name}: een code staat er twee keer")


def gather_codes(raw: Any) -> Any:
    """Turn examples as people write them (one key per dimension beside ``text``) into ``Example`` fields."""
    if not isinstance(raw, dict) or not isinstance(raw.get("examples"), list):
        return raw
    examples = [
        {"text": e.get("text"), "codes": {k: _many(v) for k, v in e.items() if k != "text"}}
        if isinstance(e, dict) and "codes" not in e
        else e
        for e in raw["examples"]
    ]
    return {**raw, "examples": examples}


def _many(value: Any) -> Any:
    return [value] if isinstance(value, str) else value
