"""Safe parsing of YAML: values with their nodes (for line numbers); every refusal is Dutch, with the line."""

import re
from collections.abc import Hashable
from pathlib import Path
from typing import Any

import yaml

from textmine.errors import ConfigError

_MOST_VALUES = 1_000_000
"""A file that unfolds to more values than this through aliases (&a, *a) is refused."""

_PROBLEMS = {
    "found a tab character": "er staat een tab; gebruik alleen spaties om in te springen",
    "found character that cannot start": "hier kan geen waarde beginnen; staat er een tab of een los teken?",
    "mapping values are not allowed": "een dubbele punt staat op een plaats waar hij niet kan; zet tekst met "
    "een dubbele punt tussen aanhalingstekens en spring gelijke sleutels even ver in",
    "found unexpected end of stream": "een aanhalingsteken sluit niet",
    "found unexpected document": "er staat een tweede document ('---') in het bestand; haal het weg",
    "but found another document": "er staat een tweede document ('---') in het bestand; haal het weg",
    "did not find expected ',' or": "een haakje sluit niet, of er ontbreekt een komma",
    "did not find expected key": "de inspringing klopt niet, of een aanhalingsteken staat verkeerd",
    "did not find expected '-'": "de inspringing klopt niet: elk onderdeel van een lijst begint met '-'",
    "found unknown escape": "een '\\' tussen dubbele aanhalingstekens; gebruik enkele aanhalingstekens",
    "found invalid unicode": "een code voor een teken dat niet bestaat",
    "could not determine a constructor": "een '!' aan het begin van een waarde; zet de waarde tussen "
    "aanhalingstekens",
    "found undefined alias": "een '*' aan het begin van een waarde; zet de waarde tussen aanhalingstekens",
    "found unconstructable recursive": "een waarde met '&' bevat zichzelf; haal de verwijzing weg",
    "could not find expected ':'": "achter een sleutel ontbreekt de dubbele punt",
    "expected a mapping": "achter '<<' hoort een verwijzing naar sleutels met waarden",
}
"""The beginning of what the parser says: what the analyst reads."""

_SafeLoader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_SafeLoader):  # type: ignore[misc,valid-type]
    """The safe loader, refusing a key that is written twice (plain YAML keeps the last one silently).

    It is written in C where PyYAML was built with it: ten times as fast.
    """


def _refused(problem: str, node: yaml.Node) -> yaml.constructor.ConstructorError:
    return yaml.constructor.ConstructorError(None, None, problem, node.start_mark)


def _mapping(loader: _Loader, node: yaml.MappingNode) -> dict[Hashable, Any]:
    seen: set[str] = set()
    for key, _ in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise _refused("een sleutel is een lijst of een groep; een sleutel is een woord", key)
        if key.value in seen:
            raise _refused(f"sleutel '{key.value}' staat er twee keer", key)
        if key.tag not in {"tag:yaml.org,2002:str", "tag:yaml.org,2002:merge"}:
            raise _refused(f"sleutel '{key.value}' is geen woord; zet hem tussen aanhalingstekens", key)
        seen.add(key.value)
    return dict(loader.construct_mapping(node, deep=True))


def _timestamp(loader: _Loader, node: yaml.ScalarNode) -> Any:
    try:
        return loader.construct_yaml_timestamp(node)
    except ValueError as error:
        raise _refused(f"datum '{node.value}' bestaat niet", node) from error


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)
_Loader.add_constructor("tag:yaml.org,2002:timestamp", _timestamp)


def parse(path: Path) -> tuple[dict[str, Any], yaml.Node]:
    """Return the keys and values of a YAML file, and the node that knows their lines.

    Raises
    ------
    ConfigError
        When the file is missing, no text, no YAML, no mapping, or unfolds to more than it is.
    """
    text = _text(path)
    try:
        loader = _Loader(text)
        node = loader.get_single_node()
        if node is None or _size(node, {}) > _MOST_VALUES:
            raise ConfigError(
                f"{path}: hier horen sleutels met waarden te staan, zoals 'name: Mijn corpus'"
                if node is None
                else f"{path}: de verwijzingen (& en *) maken dit bestand te groot; schrijf de waarden uit"
            )
        raw = loader.construct_document(node)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = f", regel {mark.line + 1}" if mark else ""
        raise ConfigError(
            f"{path}{line}: de opmaak klopt niet ({_dutch(str(error.problem))}); let op inspringing, "
            "dubbele punten en aanhalingstekens"
        ) from error
    except RecursionError as error:
        raise ConfigError(f"{path}: er staan te veel haakjes in elkaar; haal de overtollige weg") from error
    if not isinstance(raw, dict):
        raise ConfigError(f"{path}: hier horen sleutels met waarden te staan, zoals 'name: Mijn corpus'")
    return raw, node


def _text(path: Path) -> str:
    if not path.exists():
        raise ConfigError(
            f"{path}: dit bestand ontbreekt; maak het met 'textmine new' of kopieer een voorbeeld"
        )
    if not path.is_file():
        raise ConfigError(f"{path}: dit is een map en geen bestand; vul hier de naam van een bestand in")
    try:
        text = path.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: dit bestand is geen UTF-8; sla het op als UTF-8") from error
    except OSError as error:
        raise ConfigError(
            f"{path}: dit bestand kan niet worden gelezen; kijk of u er rechten op hebt"
        ) from error
    if found := yaml.reader.Reader.NON_PRINTABLE.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise ConfigError(
            f"{path}, regel {line}: hier staat een onzichtbaar teken (U+{ord(found[0]):04X}) dat in een "
            "tekstbestand niet kan; haal het weg"
        )
    return text


def _size(node: yaml.Node, known: dict[int, int]) -> int:
    """Return how many values a node is when its aliases are written out; a node in itself counts once."""
    if id(node) not in known:
        known[id(node)] = 1
        inner = node.value if isinstance(node, yaml.SequenceNode) else []
        if isinstance(node, yaml.MappingNode):
            inner = [part for pair in node.value for part in pair]
        known[id(node)] = 1 + sum(_size(part, known) for part in inner)
    return known[id(node)]


def _dutch(problem: str) -> str:
    found = next((said for said in _PROBLEMS if problem.lower().startswith(said)), None)
    return _PROBLEMS[found] if found else re.sub(r"^found ", "", problem)
