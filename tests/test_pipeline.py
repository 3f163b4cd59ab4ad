"""The step table is the only list of steps; runs leave whole tables."""

import ast
import inspect
import json
import typing
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from textmine import tables
from textmine.cli.app import app
from textmine.cli.console import NOUNS, STEP_TITLES
from textmine.encoders.loading import EncoderSettings, load_encoder
from textmine.errors import ConfigError, EncoderError
from textmine.pipeline import run as pipeline_run
from textmine.pipeline.dialogue_table import ALL_STEPS, SECTIONS
from textmine.pipeline.dvc import dvc_yaml
from textmine.pipeline.status import status
from textmine.pipeline.table import STEP_NAMES, STEPS, Step
from textmine.settings import Settings
from textmine.store.artefacts import encoder_of, table_class
from textmine.store.yaml_files import build_settings, load_params


def test_dvc_yaml_is_what_the_step_table_implies(root: Path) -> None:
    """``dvc.yaml`` is generated: after a change of the step table run `textmine dvc`."""
    assert dvc_yaml(root) == (root / "dvc.yaml").read_text("utf-8")


@pytest.mark.parametrize("encoder", ["encoder-nl", "lsa"])
def test_the_built_in_encoder_is_a_dependency_where_it_is_used(tmp_path: Path, encoder: str) -> None:
    """A new model makes DVC run ``embed`` again, and no step that does not read it."""
    small_corpus(tmp_path)
    (tmp_path / "params.yaml").write_text(f"embed:\n  encoder: {encoder}\n")
    (tmp_path / "models" / "encoder-nl").mkdir(parents=True)
    stages = yaml.safe_load(dvc_yaml(tmp_path))["stages"]
    using = [name for name, stage in stages.items() if "models/encoder-nl" in stage["deps"]]
    assert using == (["embed-klein"] if encoder == "encoder-nl" else [])


@pytest.mark.parametrize("step", ALL_STEPS, ids=lambda s: s.name)
def test_a_step_takes_what_it_reads_and_settings_last(step: Step) -> None:
    """One parameter per artefact read, in that order, then the step's own settings."""
    parameters = list(inspect.signature(step.call()).parameters.values())
    extra = 1 if step.name == "ingest" else 0  # ingest is also told the name of the corpus
    assert len(parameters) == len(step.reads) + 1 + extra
    settings = step.settings()
    assert issubclass(settings, Settings)
    assert settings.__module__ == step.module
    assert settings.__name__.lower().startswith(step.name[:5])


@pytest.mark.parametrize("step", ALL_STEPS, ids=lambda s: s.name)
def test_every_table_of_the_step_table_exists(step: Step) -> None:
    """A table artefact names a class of ``textmine.tables``."""
    for artefact in (*step.reads, *step.writes.values()):
        if artefact.kind == "table":
            assert issubclass(table_class(artefact.table), tables.Table)


def test_every_table_is_written_before_it_is_read() -> None:
    """Steps stand in an order in which they can run, and no two write the same file."""
    written: set[str] = set()
    for step in STEPS:
        for artefact in step.reads:
            assert artefact.path in written or not artefact.path.startswith("derived/")
        new = {artefact.path for artefact in step.writes.values()}
        assert not new & written
        written |= new


def test_steps_write_only_what_can_be_deleted() -> None:
    """People's work (decisions, configuration, raw files) is never the output of a step."""
    assert all(a.path.startswith("derived/") for step in STEPS for a in step.writes.values())


def test_params_hold_every_setting_of_every_step_with_its_default(root: Path) -> None:
    """The project's params.yaml shows the analyst every setting, and says nothing else than the defaults."""
    path = root / "params.yaml"
    params = load_params(path, SECTIONS)
    assert tuple(params) == SECTIONS
    for step in ALL_STEPS:
        assert set(params[step.name] or {}) == set(step.settings().model_fields)
        assert build_settings(step.settings(), step.name, params, path) == step.settings()()


def test_steps_read_no_clock_file_or_environment(root: Path) -> None:
    """A step's result follows from its arguments alone."""
    forbidden = {"os", "time", "pathlib", "socket", "subprocess", "yaml", "random"}
    for path in sorted((root / "src" / "textmine" / "steps").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = {a.name for a in node.names} if isinstance(node, ast.Import) else set()
            names |= {node.module} if isinstance(node, ast.ImportFrom) and node.module else set()
            assert not {name.split(".")[0] for name in names} & forbidden, path


def test_every_step_has_a_dutch_title_and_a_place_in_help() -> None:
    """The analyst sees every step of the table, and no other."""
    assert tuple(STEP_TITLES) == SECTIONS
    shown = CliRunner(env={"COLUMNS": "200", "TERM": "dumb"}).invoke(app, ["run", "--help"]).output
    assert all(name in shown for name in STEP_NAMES)


@pytest.mark.parametrize("step", ALL_STEPS, ids=lambda step: step.name)
def test_what_a_step_counts_has_a_dutch_name(step: Step) -> None:
    """The line of a step that is done says how many of what: the rows of its first table."""
    counted = [name for name, a in step.writes.items() if a.kind in {"table", "embeddings"}]
    assert {*counted[:1]} <= set(NOUNS)


def test_wrong_settings_stop_a_run_before_any_work(tmp_path: Path) -> None:
    """Nothing is read or written when params.yaml is wrong."""
    folder = small_corpus(tmp_path)
    (folder / "params.yaml").write_text("segment:\n  min_wrds: 3\n")
    with pytest.raises(ConfigError, match="min_wrds"):
        pipeline_run.run(folder)
    assert not (folder / "derived").exists()


def test_a_model_that_is_not_here_stops_a_run_before_any_work(tmp_path: Path) -> None:
    """Offline is one line that says what to do, before the first file is read."""
    folder = small_corpus(tmp_path)
    (folder / "params.yaml").write_text("embed:\n  encoder: een/model-dat-hier-niet-is\n")
    with pytest.raises(EncoderError, match=r"staat niet op deze schijf.*of kies 'lsa'"):
        pipeline_run.run(folder)
    assert not (folder / "derived").exists()


def small_corpus(tmp_path: Path) -> Path:
    """Write a corpus of two text files and return its folder."""
    folder = tmp_path / "corpora" / "klein"
    (folder / "raw").mkdir(parents=True)
    (folder / "corpus.yaml").write_text("name: Klein\nkind: minutes\n")
    (folder / "codebook.yaml").write_text(yaml.safe_dump(SMALL_CODEBOOK, allow_unicode=True), "utf-8")
    for name, text in SMALL_TEXTS.items():
        (folder / "raw" / name).write_text(text, "utf-8")
    return folder


SMALL_CODEBOOK: dict[str, typing.Any] = {
    "name": "Klein",
    "title": "Klein codeboek",
    "dimensions": [
        {
            "id": "kind",
            "name": "Soort",
            "multiple": False,
            "outside": "overig",
            "codes": [
                {
                    "code": "knelpunt",
                    "name": "Knelpunt",
                    "definition": "Er gaat iets mis of er ontbreekt iets.",
                },
                {"code": "behoefte", "name": "Behoefte", "definition": "Iemand wil of vraagt iets."},
                {"code": "overig", "name": "Overig", "definition": "Al het andere."},
            ],
        }
    ],
    "examples": [
        {"text": text, "kind": kind}
        for kind, texts in {
            "knelpunt": [
                "De kaarten zijn verouderd en spreken elkaar tegen.",
                "Er is te weinig personeel voor de aanvragen.",
                "Niemand weet wie de schade betaalt.",
                "De termijn is veel te kort om goed te reageren.",
            ],
            "behoefte": [
                "Wij willen eerder bij de plannen worden betrokken.",
                "Graag een plek met alle informatie bij elkaar.",
                "Er is behoefte aan een duidelijke planning.",
                "De gemeente zoekt hulp bij het uitleggen van de kaarten.",
            ],
            "overig": [
                "De gemeente heeft in 2024 een visie vastgesteld.",
                "Dank voor de goede voorbereiding van deze avond.",
                "Wanneer is de volgende bijeenkomst gepland?",
                "Het waterschap beheert hier twaalf gemalen.",
            ],
        }.items()
        for text in texts
    ],
}

SMALL_TEXTS = {
    "een.txt": (
        "Verslag van de eerste bijeenkomst\n\n"
        "- De kaarten van het grondwater zijn niet meer actueel en dat geeft verwarring.\n"
        "- Wij willen graag dat er een vast aanspreekpunt komt voor vragen van inwoners.\n"
    ),
    "twee.txt": (
        "Verslag van de tweede bijeenkomst\n\n"
        "1. Er is te weinig geld om de schade aan woningen snel te herstellen.\n"
        "2. De provincie heeft vorig jaar een onderzoek laten uitvoeren.\n"
    ),
}


def test_a_run_gives_the_same_bytes_again_and_in_any_order(tmp_path: Path) -> None:
    """Run twice, or with the files made in another order: every table has the same bytes."""
    first, second = small_corpus(tmp_path / "a"), small_corpus(tmp_path / "b")
    for name in reversed(SMALL_TEXTS):
        content = (second / "raw" / name).read_bytes()
        (second / "raw" / name).unlink()
        (second / "raw" / name).write_bytes(content)
    pipeline_run.run(first)
    pipeline_run.run(second)
    before = tables_of(first)
    pipeline_run.run(first)
    assert before == tables_of(first) == tables_of(second)
    assert len(before) > 15


def tables_of(folder: Path) -> dict[str, bytes]:
    """Return every file under derived, except the record of times."""
    return {
        p.relative_to(folder).as_posix(): p.read_bytes()
        for p in sorted((folder / "derived").rglob("*"))
        if p.is_file() and p.name != "run.json"
    }


def test_the_encoder_is_named_in_all_that_rests_on_it(tmp_path: Path, own_model: Path) -> None:
    """Version and contents of the encoder travel from the vectors into every later table and the report."""
    folder = small_corpus(tmp_path)
    (folder / "params.yaml").write_text(f"embed:\n  encoder: {own_model}\n")
    pipeline_run.run(folder)
    wanted = load_encoder(EncoderSettings(encoder=str(own_model)), []).name
    found = {
        artefact.name: encoder_of(artefact.kind, artefact.of(folder), artefact.table)
        for step in STEPS
        for artefact in step.writes.values()
        if artefact.kind in {"table", "embeddings", "classifier"}
    }
    rests = {"embeddings"}  # what is made of them, and of what is made of them
    for step in STEPS:
        if rests & {artefact.name for artefact in step.reads}:
            rests |= {artefact.name for artefact in step.writes.values()}
    assert found == {name: wanted if name in rests else None for name in found}
    derived = folder / "derived"
    assert json.loads((derived / "topic_figures.json").read_text("utf-8"))["encoder"] == wanted
    assert json.loads((derived / "classifier" / "card.json").read_text("utf-8"))["encoder"] == wanted
    assert wanted in (derived / "rapport.html").read_text("utf-8")
    assert status(folder).encoder == wanted


def test_tables_of_two_encoders_are_not_mixed(tmp_path: Path) -> None:
    """After another encoder the steps behind it must run again; the message names both and the way out."""
    folder = small_corpus(tmp_path)
    (folder / "params.yaml").write_text("embed:\n  encoder: hash\n  dim: 20\n")
    pipeline_run.run(folder)
    (folder / "params.yaml").write_text("embed:\n  encoder: hash\n  dim: 30\n")
    pipeline_run.run(folder, "embed")
    with pytest.raises(EncoderError, match=r"hash-30; .*hash-20.*'textmine run klein' opnieuw"):
        pipeline_run.run(folder, "classify")
    pipeline_run.run(folder, "topics")
    pipeline_run.run(folder, "train")
    pipeline_run.run(folder, "classify")


def test_a_step_that_fails_leaves_the_tables_of_the_last_run(tmp_path: Path) -> None:
    """An interrupted or failed run changes nothing that was there."""
    folder = small_corpus(tmp_path)
    pipeline_run.run(folder)
    before = tables_of(folder)
    (folder / "derived" / "spans.parquet").write_bytes(b"no parquet")
    with pytest.raises(Exception, match="spans"):
        pipeline_run.run(folder, "segment")
    after = tables_of(folder)
    assert {k: v for k, v in after.items() if "spans" not in k} == {
        k: v for k, v in before.items() if "spans" not in k
    }


def test_partitions_in_processes_give_the_same_tables(tmp_path: Path) -> None:
    """Two processes or one, many partitions or one per table: the rows are the same."""
    one, many = small_corpus(tmp_path / "a"), small_corpus(tmp_path / "b")
    (many / "params.yaml").write_text("ingest:\n  partition_rows: 1\n")
    pipeline_run.run(one)
    pipeline_run.run(many, workers=2)
    for name in ("documents", "statements", "assignments"):
        step = next(s for s in STEPS if name in s.writes)
        artefact = step.writes[name]
        table = table_class(artefact.table)
        frames = [pipeline_run.parquet.read(table, artefact.of(folder)) for folder in (one, many)]
        keys = [c for c in ("id", "statement_id", "dimension", "code") if c in frames[0].columns]
        left, right = (frame.sort_values(keys, ignore_index=True) for frame in frames)
        assert len(left) > 1
        assert left.equals(right)
