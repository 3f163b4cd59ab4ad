"""What ``dialogue.yaml`` says: which corpora are the parts of one dialogue, and how their codes meet."""

from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from textmine.errors import MisplacedError

Name = Annotated[str, Field(min_length=1)]

Folder = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._ -]*$")]
"""The name of a folder in ``corpora``: it stands before every id of the part, so it has no ``|`` in it."""


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class DialoguePart(_Model):
    """One corpus of the dialogue, and how people call it there."""

    corpus: Folder
    name: Name


Codes = dict[str, dict[str, tuple[str, ...]]]
"""Per dimension and code of a part: the codes of the whole; none when it has no place there."""


class Dialogue(_Model):
    """The whole of ``dialogue.yaml``; parts are shown in its order.

    ``crosswalk`` leads, per part, from its codes to those of the whole. ``identical_files`` is ``keep`` when
    people looked at the files that are in more than one part, and want them in each.
    """

    name: Name
    description: str = ""
    codebook: Name
    identical_files: Literal["keep"] | None = None
    parts: tuple[DialoguePart, ...] = Field(min_length=1)
    crosswalk: dict[str, Codes] = {}

    @model_validator(mode="before")
    @classmethod
    def _codes_are_lists(cls, raw: Any) -> Any:
        """Let people write one code where a list may stand."""
        if not isinstance(raw, dict) or not isinstance(raw.get("crosswalk"), dict):
            return raw
        return {**raw, "crosswalk": _lists(raw["crosswalk"], 2)}

    @model_validator(mode="after")
    def _parts_are_there_once(self) -> Self:
        for key in ("corpus", "name"):
            names = [getattr(part, key) for part in self.parts]
            for number, name in enumerate(names):
                if name in names[:number]:
                    raise MisplacedError(
                        f"deel '{name}' staat er twee keer; haal er een weg of geef het een andere naam",
                        *("parts", number, key),
                    )
        known = {part.corpus for part in self.parts}
        for part in self.crosswalk:
            if part not in known:
                raise MisplacedError(
                    f"'{part}' is geen deel van deze dialoog; kies uit {', '.join(sorted(known))}",
                    *("crosswalk", part),
                )
        return self

    @property
    def names(self) -> dict[str, str]:
        """How each part is called, in order."""
        return {part.corpus: part.name for part in self.parts}


def _lists(raw: Any, depth: int) -> Any:
    if not isinstance(raw, dict):
        return raw
    if depth == 0:
        return {key: [value] if isinstance(value, str) else value or [] for key, value in raw.items()}
    return {key: _lists(value or {}, depth - 1) for key, value in raw.items()}
