"""Every version of the codebook that went out is kept, and comes back as the same version."""

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_decisions import CODEBOOK

from textmine.codebook import Code, Codebook, Dimension, Example
from textmine.errors import ConfigError
from textmine.store.codebooks import dump, keep, read_all
from textmine.store.yaml_files import load_codebook

BASE = """
name: basis
title: De basis
dimensions:
  - id: soort
    name: Soort
    multiple: false
    outside: overig
    codes:
      - {code: klacht, name: Klacht, definition: "Mis: nu.", valid_from: 2026-03-05, cues: [te laat]}
      - {code: overig, name: Overig, definition: Iets anders.}
examples:
  - {text: Het gaat mis., soort: klacht}
"""
OWN = """
extends: ../basis.yaml
name: eigen
crosses: [[soort, thema]]
tier_comparison: thema
dimensions:
  - id: thema
    name: Thema
    multiple: true
    outside: geen
    codes:
      - {code: water, name: Water, definition: "Over water\\n\\nen bodem. ", include: ["- sloten", "'meren'"]}
      - {code: geen, name: Geen, definition: "", exclude: ["1.5", "2026-03-05", "nee", "~"]}
      - {code: diep, name: Diep, definition: Onder de grond., parent: water, replaces: [onder, "0"]}
examples:
  - {text: De sloot is vies., soort: klacht, thema: [water, diep]}
"""


def own_codebook(folder: Path) -> Codebook:
    """Read a codebook that extends another one."""
    (folder / "proef").mkdir(exist_ok=True)
    (folder / "basis.yaml").write_text(
        BASE.replace("  - {text: Het gaat mis., soort: klacht}", "  []"), "utf-8"
    )
    (folder / "proef" / "codebook.yaml").write_text(OWN, "utf-8")
    return load_codebook(folder / "proef" / "codebook.yaml")


def test_a_copy_is_whole_and_of_the_same_version(tmp_path: Path) -> None:
    """A codebook that extends another one comes back with all of it, from one file."""
    codebook = own_codebook(tmp_path)
    path = keep(tmp_path / "codebooks", codebook)
    assert path.name == f"{codebook.version}.yaml"
    (tmp_path / "basis.yaml").unlink()
    found = read_all(tmp_path / "codebooks")
    assert found == {codebook.version: codebook}
    assert found[codebook.version].version == codebook.version
    assert found[codebook.version].by_id["soort"].by_code["klacht"].valid_from == dt.date(2026, 3, 5)


def test_the_sample_codebooks_come_back(root: Path, tmp_path: Path) -> None:
    """The real ones too, and in the same bytes when they are kept elsewhere."""
    for path in sorted(root.glob("corpora/*/codebook.yaml")):
        codebook = load_codebook(path)
        first = keep(tmp_path / "een", codebook)
        assert keep(tmp_path / "twee", codebook).read_bytes() == first.read_bytes()
        assert read_all(tmp_path / "een")[codebook.version] == codebook


def test_a_version_that_was_kept_is_never_rewritten(tmp_path: Path) -> None:
    """What does not belong to the version, such as a title, stays as it was first kept."""
    keep(tmp_path, CODEBOOK)
    keep(tmp_path, CODEBOOK.model_copy(update={"title": "Een andere titel"}))
    assert read_all(tmp_path)[CODEBOOK.version].title == CODEBOOK.title


def test_without_a_folder_no_version_is_known(tmp_path: Path) -> None:
    """A corpus of which nothing went out has none; other files in the folder are not read."""
    assert read_all(tmp_path / "nergens") == {}
    (tmp_path / "wijzigingen.md").write_text("# Iets anders", "utf-8")
    assert read_all(tmp_path) == {}


def test_a_copy_that_was_changed_is_refused(tmp_path: Path) -> None:
    """Its name says which version it is; decisions would else be judged by another text."""
    path = keep(tmp_path, CODEBOOK)
    path.write_text(path.read_text("utf-8").replace("Klacht", "Bezwaar"), "utf-8")
    with pytest.raises(ConfigError, match=f"{path.name}: de inhoud hoort niet bij deze versie"):
        read_all(tmp_path)


said = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co")), max_size=12) | st.sampled_from(
    [
        "",
        "a: b",
        "- a",
        "no",
        "2026-03-05",
        "1e3",
        "~",
        "<<",
        "=",
        "a\n b\n",
        " a ",
        "a #b",
        "'",
        '"',
        "\t",
        "!x",
        "&a",
    ]
)
names = said.filter(bool)
lists = st.lists(said, max_size=2).map(tuple)


@st.composite
def codebooks(draw: st.DrawFn) -> Codebook:
    """Any codebook that can be: texts and names hold whatever a person can type."""
    dimensions = []
    for name in draw(
        st.lists(names.filter(lambda n: n not in {"text", "codes"}), min_size=1, max_size=2, unique=True)
    ):
        codes = tuple(
            Code(
                code=code,
                name=draw(names),
                definition=draw(said),
                include=draw(lists),
                exclude=draw(lists),
                cues=draw(lists),
                valid_from=draw(st.none() | st.dates()),
                replaces=draw(lists),
            )
            for code in draw(st.lists(names, min_size=1, max_size=3, unique=True))
        )
        several = draw(st.booleans())
        dimensions.append(
            Dimension(id=name, name=draw(names), multiple=several, outside=codes[0].code, codes=codes)
        )
    given_codes = {d.id: (draw(st.sampled_from(d.codes)).code,) for d in dimensions}
    return Codebook(
        name=draw(names),
        title=draw(names),
        dimensions=tuple(dimensions),
        crosses=((dimensions[0].id, dimensions[-1].id),) if draw(st.booleans()) else (),
        tier_comparison=draw(st.none() | st.just(dimensions[0].id)),
        examples=tuple(Example(text=text, codes=given_codes) for text in draw(st.lists(names, max_size=2))),
    )


@settings(deadline=None, max_examples=150)
@given(codebooks())
def test_any_codebook_survives_being_kept(
    tmp_path_factory: pytest.TempPathFactory, codebook: Codebook
) -> None:
    """Whatever people write, the copy says the same and has the same version."""
    folder = tmp_path_factory.mktemp("codebooks")
    keep(folder, codebook)
    assert read_all(folder) == {codebook.version: codebook}
    assert load_codebook(next(folder.iterdir())).version == codebook.version
    assert dump(read_all(folder)[codebook.version]) == dump(codebook)
