"""Safe loading of ``corpus.yaml``, ``codebook.yaml`` and ``params.yaml``: errors name file, key and line."""

import difflib
import json
from collections.abc import Hashable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from textmine.codebook import Codebook, gather_codes
from textmine.corpus import Corpus
from textmine.errors import ConfigError

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


_SafeLoader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_SafeLoader):  # type: ignore[misc,valid-type]
    """The safe loader, refusing a key that is written twice (plain YAML keeps the last one silently).

    It is written in C where PyYAML was built with it: ten times as fast.
    """


def _mapping(loader: _Loader, node: yaml.MappingNode) -> dict[Hashable, Any]:
    seen: set[Any] = set()
    for key, _ in node.value:
        if key.value in seen:
            raise yaml.constructor.ConstructorError(
                None, None, f"sleutel '{key.value}' staat er twee keer", key.start_mark
            )
        seen.add(key.value)
    return dict(loader.construct_mapping(node, deep=True))


def _timestamp(loader: _Loader, node: yaml.ScalarNode) -> Any:
    try:
        return loader.construct_yaml_timestamp(node)
    except ValueError as error:
        problem = f"datum '{node.value}' bestaat niet"
        raise yaml.constructor.ConstructorError(None, None, problem, node.start_mark) from error


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)
_Loader.add_constructor("tag:yaml.org,2002:timestamp", _timestamp)


def load_corpus(folder: Path) -> Corpus:
    """Read ``corpus.yaml`` in ``folder``.

    Raises
    ------
    ConfigError
        With file, line, key and the way out.
    """
    path = folder / "corpus.yaml"
    raw, node = _parse(path)
    return _build(Corpus, raw, node, path)


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
    raw, node = _parse(path)
    if path.resolve() in seen:
        raise ConfigError(f"{path}: 'extends' verwijst in een kring; haal deze verwijzing weg")
    base_name = raw.pop("extends", None)
    if base_name is None:
        return _build(Codebook, raw, node, path)
    base = _load_codebook(path.parent / str(base_name), (*seen, path.resolve()))
    known = base.model_dump()
    own = {d["id"]: d for d in raw.get("dimensions", []) if isinstance(d, dict) and "id" in d}
    dimensions = [own.pop(d["id"], d) for d in known["dimensions"]] + list(own.values())
    examples = list(known["examples"]) + gather_codes(raw.get("examples") or [])
    merged = {**known, **raw, "dimensions": dimensions, "examples": examples}
    return _build(Codebook, merged, node, path)


def load_params(path: Path, sections: Sequence[str]) -> dict[str, Any]:
    """Read ``params.yaml``; each section belongs to one step. A missing file means all defaults.

    Raises
    ------
    ConfigError
        When a section is not a step.
    """
    if not path.exists():
        return {}
    raw, node = _parse(path)
    for key in raw:
        if key not in sections:
            raise ConfigError(f"{path}, regel {_line(node, [key])}: {_unknown(str(key), sections)}")
    return raw


def build_settings(model: type[M], section: str, params: dict[str, Any], path: Path) -> M:
    """Build the settings of one step from its section of ``params.yaml``."""
    node = _parse(path)[1] if path.exists() else None
    return _build(model, params.get(section) or {}, node, path, prefix=(section,))


def _parse(path: Path) -> tuple[dict[str, Any], yaml.Node | None]:
    if not path.exists():
        raise ConfigError(
            f"{path}: dit bestand ontbreekt; maak het met 'textmine new' of kopieer een voorbeeld"
        )
    try:
        text = path.read_text("utf-8")
        raw = yaml.load(text, _Loader)  # noqa: S506  # a SafeLoader with one more check
        node = yaml.compose(text, _SafeLoader)
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: dit bestand is geen UTF-8; sla het op als UTF-8") from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = f", regel {mark.line + 1}" if mark else ""
        raise ConfigError(
            f"{path}{line}: de opmaak klopt niet ({error.problem}); let op inspringing, dubbele punten "
            "en aanhalingstekens"
        ) from error
    except yaml.YAMLError as error:
        raise ConfigError(f"{path}: dit is geen geldig YAML-bestand ({error})") from error
    if not isinstance(raw, dict):
        raise ConfigError(f"{path}: hier horen sleutels met waarden te staan, zoals 'name: Mijn corpus'")
    return raw, node


def _build(
    model: type[M], raw: dict[str, Any], node: yaml.Node | None, path: Path, prefix: tuple[str, ...] = ()
) -> M:
    try:
        # Settings are strict, and YAML lists become tuples: JSON mode allows exactly that.
        return (
            model.model_validate_json(json.dumps(raw, default=str)) if prefix else model.model_validate(raw)
        )
    except ValidationError as error:
        lines = []
        for problem in error.errors():
            where = [*prefix, *problem["loc"]]
            key = ".".join(str(part) for part in where) or "(geheel)"
            lines.append(f"{path}, regel {_line(node, where)}, {key}: {_explain(model, problem)}")
        raise ConfigError("\n".join(lines)) from error


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
