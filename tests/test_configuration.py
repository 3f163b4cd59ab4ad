"""Wrong configuration is refused with file, line and key before any work starts."""

from pathlib import Path

import pytest

from textmine.codebook import Codebook
from textmine.errors import CodebookError, ConfigError
from textmine.settings import Settings
from textmine.store.scaffold import add_peoples_files, create_corpus
from textmine.store.yaml_files import build_settings, load_codebook, load_corpus, load_params

CORPUS = """\
name: Proef
kind: minutes
regions:
  - {id: noord, name: Noord, areas: [Groningen, Drenthe]}
sessions:
  - id: een
    name: Sessie een
    date: 2026-03-05
    region: noord
    files: [een.txt]
"""

CODEBOOK = """\
name: Proef
title: Proefcodeboek
dimensions:
  - id: kind
    name: Soort
    multiple: false
    outside: overig
    codes:
      - {code: knelpunt, name: Knelpunt, definition: Er gaat iets mis.}
      - {code: overig, name: Overig, definition: De rest.}
      - {code: kans, name: Kans, definition: Iets wat kan., parent: overig}
examples:
  - {text: Er is te weinig tijd., kind: knelpunt}
"""


def corpus(tmp_path: Path, text: str) -> Path:
    """Write ``corpus.yaml`` and return its folder."""
    (tmp_path / "corpus.yaml").write_text(text, "utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        (
            "kind: minutes",
            "kind: verslagen",
            r"regel 2, kind: 'verslagen' kan niet; kies uit 'minutes' of 'responses'",
        ),
        ("kind: minutes\n", "", "kind: deze sleutel is verplicht"),
        ("name: Proef", "naam: Proef", r"regel 1, naam: sleutel 'naam' is onbekend; bedoelt u 'name'\?"),
        ("    date: 2026-03-05", "    date: 2026-02-31", r"regel 8: .*datum '2026-02-31' bestaat niet"),
        ("    region: noord", "    region: oost", "sessie 'een': regio 'oost' staat niet onder regions"),
        ("    files: [een.txt]", "    file: [een.txt]", r"regel 10, sessions.0.file: .*bedoelt u 'files'\?"),
        ("    files: [een.txt]", "    files: een.txt", r"regel 10, sessions.0.files: .*lijst"),
        ("Groningen, Drenthe", "Groningen, groningen", "areas: 'groningen' staat er twee keer"),
        ("kind: minutes", "kind: minutes\nkind: responses", r"regel 3: .*sleutel 'kind' staat er twee keer"),
        ("name: Proef", "name: [Proef", r"regel \d+: de opmaak klopt niet"),
    ],
)
def test_a_wrong_corpus_is_refused_with_line_and_key(tmp_path: Path, old: str, new: str, wanted: str) -> None:
    """The message leads the analyst to the line."""
    assert old in CORPUS
    folder = corpus(tmp_path, CORPUS.replace(old, new))
    with pytest.raises(ConfigError, match=wanted) as caught:
        load_corpus(folder)
    assert str(folder / "corpus.yaml") in str(caught.value)


@pytest.mark.parametrize("text", ["", "- een\n- twee\n", "tekst"])
def test_a_file_without_keys_is_refused(tmp_path: Path, text: str) -> None:
    """An empty file or a list is no corpus."""
    with pytest.raises(ConfigError, match="sleutels met waarden"):
        load_corpus(corpus(tmp_path, text))


def test_other_encodings_and_missing_files_are_named(tmp_path: Path) -> None:
    """No stack trace for a file saved as Windows-1252, or for none at all."""
    with pytest.raises(ConfigError, match="ontbreekt"):
        load_corpus(tmp_path)
    (tmp_path / "corpus.yaml").write_bytes("name: café".encode("cp1252"))
    with pytest.raises(ConfigError, match="UTF-8"):
        load_corpus(tmp_path)


def test_python_objects_in_yaml_are_refused(tmp_path: Path) -> None:
    """YAML is data; it can run nothing."""
    with pytest.raises(ConfigError, match="opmaak"):
        load_corpus(corpus(tmp_path, "name: !!python/object/apply:os.system [echo]\n"))


def test_the_first_session_that_fits_wins_and_areas_find_their_region(tmp_path: Path) -> None:
    """Patterns are tried in order; a province leads to its region, whatever its case."""
    loaded = load_corpus(corpus(tmp_path, CORPUS))
    session = loaded.session_of("een.txt")
    assert session is not None
    assert (session.id, loaded.session_of("twee.txt")) == ("een", None)
    assert loaded.region_of_area(" DRENTHE ") == "noord"
    assert loaded.region_of_area("Limburg") is None
    assert loaded.keeps_identical_files is False


def codebook(tmp_path: Path, text: str = CODEBOOK, name: str = "codebook.yaml") -> Path:
    """Write a codebook and return its path."""
    (tmp_path / name).write_text(text, "utf-8")
    return tmp_path / name


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        ("outside: overig", "outside: rest", "verwijst naar een code die er niet is: rest"),
        ("kind: knelpunt}", "kind: knelpnt}", "voorbeeld 1 .*code 'knelpnt' staat niet bij Soort"),
        ("kind: knelpunt}", "soort: knelpunt}", "voorbeeld 1 .*mist een code voor: kind"),
        ("kind: knelpunt}", "kind: [knelpunt, overig]}", "mag maar een code hebben"),
        ("code: kans", "code: overig", "bevat een code twee keer"),
        ("multiple: false", "multiple: soms", r"regel 6, dimensions.0.multiple: .*true of false"),
    ],
)
def test_a_wrong_codebook_is_refused(tmp_path: Path, old: str, new: str, wanted: str) -> None:
    """A code that does not exist can never be trained on."""
    assert old in CODEBOOK
    with pytest.raises(ConfigError, match=wanted):
        load_codebook(codebook(tmp_path, CODEBOOK.replace(old, new)))


def test_the_version_follows_the_content(tmp_path: Path) -> None:
    """Another definition is another version; comments and layout are not."""
    one = load_codebook(codebook(tmp_path))
    same = load_codebook(codebook(tmp_path, "# uitleg\n" + CODEBOOK))
    other = load_codebook(codebook(tmp_path, CODEBOOK.replace("De rest.", "Al het andere.")))
    assert one.version == same.version != other.version


def test_extending_adds_examples_and_replaces_dimensions(tmp_path: Path) -> None:
    """A second corpus uses the first one's codebook without a copy."""
    codebook(tmp_path)
    extra = "extends: codebook.yaml\nexamples:\n  - {text: Dat kan hier ook., kind: kans}\n"
    extended = load_codebook(codebook(tmp_path, extra, "extra.yaml"))
    assert [e.text for e in extended.examples] == ["Er is te weinig tijd.", "Dat kan hier ook."]
    assert extended.by_id["kind"].top("kans") == "overig"
    same = load_codebook(codebook(tmp_path, "extends: codebook.yaml\n", "same.yaml"))
    assert same.version == load_codebook(tmp_path / "codebook.yaml").version


def test_extending_in_a_circle_is_refused(tmp_path: Path) -> None:
    """Two codebooks cannot both start from the other."""
    codebook(tmp_path, "extends: b.yaml\n", "a.yaml")
    codebook(tmp_path, "extends: a.yaml\n", "b.yaml")
    with pytest.raises(ConfigError, match="kring"):
        load_codebook(tmp_path / "a.yaml")


@pytest.mark.parametrize(
    ("dimension", "codes", "wanted"),
    [
        ("theme", ("knelpunt",), "dimensie 'theme'"),
        ("kind", ("niets",), "kies uit: knelpunt, overig, kans"),
        ("kind", (), "geen code"),
        ("kind", ("knelpunt", "kans"), "maar een code"),
    ],
)
def test_codes_that_cannot_be_given_are_refused(
    tmp_path: Path, dimension: str, codes: tuple[str, ...], wanted: str
) -> None:
    """The codebook guards every code that comes in, with its version in the message."""
    with pytest.raises(CodebookError, match=wanted):
        load_codebook(codebook(tmp_path)).check(dimension, codes)


def test_the_outside_code_stands_alone(tmp_path: Path) -> None:
    """A statement cannot be about a theme and about none."""
    many = CODEBOOK.replace("multiple: false", "multiple: true")
    loaded: Codebook = load_codebook(codebook(tmp_path, many))
    loaded.check("kind", ("knelpunt", "kans"))
    with pytest.raises(CodebookError, match="samen"):
        loaded.check("kind", ("knelpunt", "overig"))
    with pytest.raises(CodebookError, match="twee keer"):
        loaded.check("kind", ("knelpunt", "knelpunt"))


class StepSettings(Settings):
    """Settings as a step has them."""

    size: int = 3
    names: tuple[str, ...] = ()


def test_params_are_refused_with_line_and_key(tmp_path: Path) -> None:
    """A misspelt section or setting is an error, never a silent default."""
    path = tmp_path / "params.yaml"
    assert load_params(path, ["step"]) == {}
    path.write_text("step:\n  size: 5\n  names: [a, b]\n")
    params = load_params(path, ["step"])
    assert build_settings(StepSettings, "step", params, path) == StepSettings(size=5, names=("a", "b"))
    path.write_text("step:\n  sice: 5\n")
    with pytest.raises(ConfigError, match=r"regel 2, step.sice: .*bedoelt u 'size'\?"):
        build_settings(StepSettings, "step", load_params(path, ["step"]), path)
    path.write_text("step:\n  size: vijf\n")
    with pytest.raises(
        ConfigError, match=r"regel 2, step.size: 'vijf' kan niet; hier hoort een geheel getal"
    ):
        build_settings(StepSettings, "step", load_params(path, ["step"]), path)
    path.write_text("stap:\n  size: 5\n")
    with pytest.raises(ConfigError, match=r"regel 1: sleutel 'stap' is onbekend; bedoelt u 'step'\?"):
        load_params(path, ["step"])


@pytest.mark.parametrize("kind", ["verslagen", "reacties"])
def test_a_new_corpus_is_valid_as_it_is(tmp_path: Path, kind: str) -> None:
    """What ``textmine new`` writes can be loaded, and has room for files and decisions."""
    folder = create_corpus(tmp_path, "mijn-corpus", kind)
    assert load_corpus(folder).name == "mijn-corpus"
    assert len(load_codebook(folder / "codebook.yaml").examples) >= 12
    assert (folder / "raw").is_dir()
    assert (folder / "rounds" / ".gitkeep").exists()
    assert add_peoples_files(folder) == []
    with pytest.raises(ConfigError, match="bestaat al"):
        create_corpus(tmp_path, "mijn-corpus", kind)


@pytest.mark.parametrize(("name", "kind"), [("../weg", "verslagen"), ("goed", "brieven")])
def test_a_new_corpus_needs_a_folder_name_and_a_kind(tmp_path: Path, name: str, kind: str) -> None:
    """Nothing is written outside the folder of corpora."""
    with pytest.raises(ConfigError):
        create_corpus(tmp_path / "corpora", name, kind)
    assert not (tmp_path / "weg").exists()
