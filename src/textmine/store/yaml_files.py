"""Safe loading of ``corpus.yaml``, ``codebook.yaml`` and ``params.yaml``: errors name file, key and line."""

import difflib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from textmine.codebook import Additions, Codebook
from textmine.corpus import Corpus
from textmine.dialogue import Dialogue
from textmine.errors import ConfigError
from textmine.store.yaml_parse import parse

M = TypeVar("M", bound=BaseModel)

_WRONG_TYPE = {
    "string_type": "hier hoort tekst te staan (zet er aanhalingstekens om als het een getal of datum is)",
    "int_type": "hier hoort een geheel getal te staan",
    "int_parsing": "hier hoort een geheel getal te staan",
    "float_type": "hier hoort een getal te staan",
    "bool_type": "hier hoort true of false te staan",
    "bool_parsing": "hier hoort true of false te staan",
    "date_from_datetime_parsing": "hier hoort een datum te staan, zoals 2026-03-05",
    "date_parsing": "hier hoort een datum te staan, zoals 2026-03-05",
    "int_from_float": "hier hoort een geheel getal te staan",
    "float_parsing": "hier hoort een getal te staan",
    "finite_number": "hier hoort een gewoon getal te staan",
    "date_from_datetime_inexact": "hier hoort een datum te staan, zoals 2026-03-05",
    "date_type": "hier hoort een datum te staan, zoals 2026-03-05",
    "tuple_type": "hier hoort een lijst te staan, zoals [een, twee]",
    "list_type": "hier hoort een lijst te staan, zoals [een, twee]",
    "dict_type": "hier horen sleutels met waarden te staan",
    "model_type": "hier horen sleutels met waarden te staan",
}
_LIMITS = {
    "greater_than_equal": ("ge", "minstens"),
    "less_than_equal": ("le", "hoogstens"),
    "greater_than": ("gt", "groter dan"),
    "less_than": ("lt", "kleiner dan"),
}


def load_corpus(folder: Path) -> Corpus:
    """Read ``corpus.yaml`` in ``folder``.

    Raises
    ------
    ConfigError
        With file, line, key and the way out.
    """
    path = folder / "corpus.yaml"
    raw, node = parse(path)
    return _build(Corpus, raw, node, path)


def load_dialogue(folder: Path) -> Dialogue:
    """Read ``dialogue.yaml`` in ``folder``.

    Raises
    ------
    ConfigError
        With file, line, key and the way out.
    """
    path = folder / "dialogue.yaml"
    raw, node = parse(path)
    return _build(Dialogue, raw, node, path)


def load_codebook(path: Path) -> Codebook:
    """Read a codebook; ``extends`` names another file whose dimensions and examples it starts from.

    A dimension with the same id replaces that of the extended codebook; examples are added.

    Raises
    ------
    ConfigError
        With file, line, key and the way out.
    """
    return _load_codebook(path, seen=())


def _load_codebook(path: Path, seen: tuple[Path, ...]) -> Codebook:
    raw, node = parse(path)
    if path.resolve() in seen:
        raise ConfigError(f"{path}: 'extends' verwijst in een kring; haal deze verwijzing weg")
    if "extends" not in raw:
        return _build(Codebook, raw, node, path)
    base_name = raw.pop("extends")
    if not isinstance(base_name, str) or not base_name.strip():
        raise ConfigError(
            f"{path}, regel {_line(node, ['extends'])}, extends: '{base_name}' kan niet; "
            "hier hoort de plaats van een ander codeboek te staan"
        )
    base = _load_codebook(path.parent / base_name, (*seen, path.resolve()))
    added = _build(Additions, {key: raw[key] for key in ("dimensions", "examples") if key in raw}, node, path)
    dimensions = {d.id: d for d in (*base.dimensions, *added.dimensions)}
    examples = [*base.examples, *added.examples]
    own = {key: value for key, value in raw.items() if key not in Additions.model_fields}
    merged = {**base.model_dump(), **own, "dimensions": list(dimensions.values()), "examples": examples}
    return _build(Codebook, merged, node, path, skip={"examples": len(base.examples)})


def load_params(path: Path, sections: Sequence[str]) -> dict[str, Any]:
    """Read ``params.yaml``; each section belongs to one step. A missing file means all defaults.

    Raises
    ------
    ConfigError
        When a section is not a step.
    """
    if not path.exists():
        return {}
    raw, node = parse(path)
    for key in raw:
        if key not in sections:
            raise ConfigError(f"{path}, regel {_line(node, [key])}: {_unknown(str(key), sections)}")
    return raw


def build_settings(model: type[M], section: str, params: dict[str, Any], path: Path) -> M:
    """Build the settings of one step from its section of ``params.yaml``."""
    node = parse(path)[1] if path.exists() else None
    given = params.get(section)
    return _build(model, {} if given is None else given, node, path, prefix=(section,))


def _build(  # noqa: PLR0913  # one way in for three kinds of files
    model: type[M],
    raw: Any,
    node: yaml.Node | None,
    path: Path,
    *,
    prefix: tuple[str, ...] = (),
    skip: Mapping[str, int] | None = None,
) -> M:
    """Build a model, or say where the file is wrong.

    ``prefix`` leads to the part of the file that ``raw`` is; ``skip`` counts the items of a list that come
    before those of this file.
    """
    try:
        # Settings are strict, and YAML lists become tuples: JSON mode allows exactly that.
        return (
            model.model_validate_json(json.dumps(raw, default=str)) if prefix else model.model_validate(raw)
        )
    except ValidationError as error:
        lines = []
        for problem in error.errors():
            inner = getattr(problem.get("ctx", {}).get("error"), "where", ())
            where = _own_place([*prefix, *problem["loc"], *inner], skip or {})
            key = ".".join(str(part) for part in where) or "(geheel)"
            lines.append(f"{path}, regel {_line(node, where)}, {key}: {_explain(model, problem)}")
        raise ConfigError("\n".join(lines)) from error


def _own_place(where: list[Any], skip: Mapping[str, int]) -> list[Any]:
    """Return a place counted in this file; an item that another file holds is the list as a whole."""
    if len(where) < 2 or where[0] not in skip:  # noqa: PLR2004
        return where
    own = where[1] - skip[where[0]]
    return [where[0], own, *where[2:]] if own >= 0 else where[:1]


def _explain(model: type[BaseModel], problem: Any) -> str:
    """Say in Dutch what is wrong with one value, for an error of pydantic."""
    kind, given, context = problem["type"], problem.get("input"), problem.get("ctx", {})
    if kind == "extra_forbidden":
        return _unknown(str(problem["loc"][-1]), _known_keys(model, problem["loc"][:-1]))
    if kind in _LIMITS:
        key, word = _LIMITS[kind]
        return f"{given} kan niet; de waarde moet {word} {context[key]} zijn"
    if kind in _WRONG_TYPE:
        return f"'{given}' kan niet; {_WRONG_TYPE[kind]}"
    choices = str(context.get("expected")).replace(" or ", " of ")
    messages = {
        "missing": "deze sleutel is verplicht en ontbreekt",
        "too_short": "deze lijst mag niet leeg zijn",
        "too_long": f"deze lijst mag hoogstens {context.get('max_length')} delen hebben",
        "string_too_short": "hier mag de tekst niet leeg zijn",
        "value_error": str(context.get("error")),
        "literal_error": f"'{given}' kan niet; kies uit {choices}",
    }
    return messages.get(kind, f"'{given}' kan niet ({problem['msg']})")


def _known_keys(model: type[BaseModel], where: tuple[int | str, ...]) -> list[str]:
    for part in where:
        if isinstance(part, int) or part not in model.model_fields:
            continue
        inner = _inner_model(model.model_fields[part].annotation)
        if inner is None:
            return []
        model = inner
    return list(model.model_fields)


def _inner_model(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        if (found := _inner_model(argument)) is not None:
            return found
    return None


def _unknown(key: str, known: Sequence[str]) -> str:
    near = difflib.get_close_matches(key, known, n=1)
    hint = f"bedoelt u '{near[0]}'?" if near else f"kies uit {', '.join(known)}" if known else "haal hem weg"
    return f"sleutel '{key}' is onbekend; {hint}"


def _line(node: yaml.Node | None, where: Sequence[int | str]) -> int:
    """Return the line of the deepest part of ``where`` that the file holds."""
    line = node.start_mark.line + 1 if node is not None else 1
    for part in where:
        if isinstance(node, yaml.MappingNode):
            found = [(k, v) for k, v in node.value if k.value == str(part)]
            if not found:
                break
            line, node = found[0][0].start_mark.line + 1, found[0][1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
            line = node.start_mark.line + 1
        else:
            break
    return line
