"""``codebooks/``: every version of the codebook that went out; in git beside the corpus, never rewritten."""

from pathlib import Path
from typing import Any

import yaml

from textmine.codebook import Codebook
from textmine.errors import ConfigError
from textmine.store.atomic import write_text
from textmine.store.yaml_files import load_codebook

_SUFFIX = ".yaml"
_ORDER = (
    "name",
    "title",
    "tier_comparison",
    "points_within",
    "points_alike",
    "crosses",
    "estimate_within",
    "dossiers",
    "dimensions",
)
_HEADER = "# Het codeboek zoals het was toen er een werkboek mee uitging; verander dit bestand niet.\n"


def keep(path: Path, codebook: Codebook) -> Path:
    """Keep ``codebook`` under its version in the folder ``path``; a version that is there stays as it is."""
    file = path / f"{codebook.version}{_SUFFIX}"
    if not file.exists():
        write_text(file, dump(codebook))
    return file


def read_all(path: Path) -> dict[str, Codebook]:
    """Read every codebook that was kept, by version; without a folder there are none.

    Raises
    ------
    ConfigError
        When a file is damaged, or its contents are not those of the version that it is called after.
    """
    found = {}
    for file in sorted(path.glob(f"*{_SUFFIX}")):
        codebook = load_codebook(file)
        if codebook.version != file.stem:
            raise ConfigError(
                f"{file}: de inhoud hoort niet bij deze versie (de inhoud is {codebook.version}); zet de "
                "vorige versie van dit bestand terug uit git"
            )
        found[codebook.version] = codebook
    return found


def dump(codebook: Codebook) -> str:
    """Return ``codebook`` as the YAML that people write, whole: with all that it extends."""
    told = codebook.model_dump(exclude_defaults=True)
    told["dimensions"] = [_dimension(each) for each in told["dimensions"]]
    examples = [
        {"text": each.text, **{k: list(v) for k, v in each.codes.items()}} for each in codebook.examples
    ]
    told = {key: told[key] for key in _ORDER if key in told}
    if "crosses" in told:
        told["crosses"] = [list(pair) for pair in told["crosses"]]
    if "estimate_within" in told:
        told["estimate_within"] = list(told["estimate_within"])
    if examples:
        told["examples"] = examples
    return _HEADER + yaml.safe_dump(told, sort_keys=False, allow_unicode=True, width=110)


def _dimension(told: dict[str, Any]) -> dict[str, Any]:
    """Return a dimension with lists in place of tuples, which YAML does not have."""
    codes = [
        {key: list(value) if isinstance(value, tuple) else value for key, value in code.items()}
        for code in told["codes"]
    ]
    return {**told, "codes": codes}
