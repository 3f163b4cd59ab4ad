"""The commands as the analyst meets them."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from test_pipeline import small_corpus
from typer import Typer
from typer.testing import CliRunner

from textmine import __version__
from textmine.cli.app import app
from textmine.pipeline.run import run
from textmine.store import decisions, parquet, rounds
from textmine.store.yaml_files import load_codebook
from textmine.tables import Decisions, Statements, frame
from textmine.text.identity import text_hash

RUNNER = CliRunner(env={"COLUMNS": "200", "TERM": "dumb", "NO_COLOR": "1"})


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one corpus that was run once."""
    folder = tmp_path_factory.mktemp("work")
    run(small_corpus(folder))
    return folder


@pytest.fixture
def inside(work: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in the folder, as an analyst does."""
    monkeypatch.chdir(work)
    return work


def test_help_starts_without_heavy_libraries() -> None:
    """`textmine --help` imports no pandas, no sklearn, no torch: it must answer at once."""
    code = (
        "import sys; from typer.testing import CliRunner; from textmine.cli.app import app;"
        "assert CliRunner().invoke(app, ['--help']).exit_code == 0;"
        "heavy = {'pandas', 'numpy', 'pyarrow', 'sklearn', 'torch', 'bertopic', 'spacy', 'pandera'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def names(typer_app: Typer, before: tuple[str, ...] = ()) -> list[list[str]]:
    """List every command, also those of a group."""
    own = [[*before, c.name or c.callback.__name__] for c in typer_app.registered_commands if c.callback]
    inner = [(g.typer_instance, (*before, str(g.name))) for g in typer_app.registered_groups]
    return own + [name for group, path in inner if group for name in names(group, path)]


@pytest.mark.parametrize("command", names(app), ids=" ".join)
def test_every_option_is_explained_in_a_sentence(command: list[str]) -> None:
    """Every argument and option has a Dutch sentence that ends with a full stop."""
    from typer.main import get_command  # noqa: PLC0415

    found = get_command(app)
    for name in command:
        found = found.commands[name]  # type: ignore[attr-defined]
    assert (found.help or "").strip().endswith(".")
    for parameter in found.params:
        text = getattr(parameter, "help", None) or ""
        assert text.rstrip().endswith("."), (command, parameter.name)
    shown = RUNNER.invoke(app, [*command, "--help"])
    assert shown.exit_code == 0
    assert "Show this message" not in shown.output


def test_version() -> None:
    """The version is that of the package."""
    assert RUNNER.invoke(app, ["--version"]).output.strip() == f"textmine {__version__}"


def test_status_shows_the_whole_funnel(inside: Path) -> None:
    """Every stage has its three numbers, and nothing is cut off."""
    done = RUNNER.invoke(app, ["status", "klein"])
    assert done.exit_code == 0, done.output
    assert "Bestanden in de map 'raw'" in done.output
    assert "Uitspraken die meetellen in de cijfers" in done.output
    assert "…" not in done.output
    assert inside.exists()


def test_explain_shows_place_text_codes_and_reasons(inside: Path) -> None:
    """One statement leads back to its file and line, and forward to its codes."""
    table = parquet.read(Statements, inside / "corpora" / "klein" / "derived" / "statements.parquet")
    row = next(r for r in table.itertuples() if "grondwater" in r.text)
    done = RUNNER.invoke(app, ["explain", "klein", row.id])
    assert done.exit_code == 0, done.output
    for part in (row.text, "een.txt", "Soort:", "zeker, door het model", "Oordelen van mensen: nog geen"):
        assert part in done.output


@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [
        (["run", "bestaat-niet"], "corpus 'bestaat-niet' bestaat niet; kies uit klein"),
        (["run", "klein", "segmnt"], "stap 'segmnt' bestaat niet"),
        (["status", "nergens"], "bestaat niet"),
        (["explain", "klein", "0000000000000000:0-5"], "staat niet in"),
        (["new", "klein"], "bestaat al"),
        (["new", "../weg"], "kan geen naam"),
        (["new", "ander", "--soort", "brieven"], "kies uit verslagen, reacties"),
    ],
)
def test_a_mistake_is_one_message_and_exit_code_1(inside: Path, arguments: list[str], wanted: str) -> None:
    """No traceback: what is wrong, and the way out."""
    done = RUNNER.invoke(app, arguments)
    assert done.exit_code == 1
    assert wanted in done.output.replace("\n", " ")
    assert "Traceback" not in done.output
    assert inside.exists()


def test_a_new_corpus_can_be_filled_and_run(inside: Path) -> None:
    """From nothing to a report with three commands and one file."""
    assert RUNNER.invoke(app, ["new", "eigen"]).exit_code == 0
    source = inside / "corpora" / "klein" / "raw" / "een.txt"
    shutil.copy(source, inside / "corpora" / "eigen" / "raw")
    done = RUNNER.invoke(app, ["run", "eigen"])
    assert done.exit_code == 0, done.output
    assert (inside / "corpora" / "eigen" / "derived" / "rapport.html").exists()
    assert "rapport.html" in done.output
    shutil.rmtree(inside / "corpora" / "eigen")


def test_dvc_check_fails_until_the_file_is_right(inside: Path) -> None:
    """`textmine dvc --check` compares, and writes nothing."""
    (inside / "src").mkdir(exist_ok=True)
    assert RUNNER.invoke(app, ["dvc", "--check"]).exit_code == 1
    assert not (inside / "dvc.yaml").exists()
    assert RUNNER.invoke(app, ["dvc"]).exit_code == 0
    assert RUNNER.invoke(app, ["dvc", "--check"]).exit_code == 0


def test_a_run_without_a_corpus_folder_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In an empty folder the message leads to `textmine new`."""
    monkeypatch.chdir(tmp_path)
    done = RUNNER.invoke(app, ["run", "eigen"])
    assert (done.exit_code, "textmine new eigen" in done.output) == (1, True)


def test_nothing_was_run_yet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Status before the first run says what to do."""
    small_corpus(tmp_path)
    monkeypatch.chdir(tmp_path)
    done = RUNNER.invoke(app, ["status", "klein"])
    assert (done.exit_code, "textmine run klein" in done.output) == (1, True)


def test_explain_shows_decisions_once_and_where_a_statement_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A decision over several dimensions is one line; what was set aside is said to count nowhere."""
    folder = small_corpus(tmp_path)
    run(folder)
    monkeypatch.chdir(tmp_path)
    table = parquet.read(Statements, folder / "derived" / "statements.parquet")
    row = next(r for r in table.itertuples() if "grondwater" in r.text)
    assert "Aantallen per code" in RUNNER.invoke(app, ["explain", "klein", row.id]).output
    decided = {
        "statement_id": row.id,
        "text_hash": text_hash(row.text),
        "reviewer": "ab",
        "decided_at": "2026-03-05",
        "verdict": "not_substantive",
        "dimension": "kind",
        "codes": None,
        "note": "gaat nergens over",
        "codebook_version": load_codebook(folder / "codebook.yaml").version,
        "workbook": "beoordeling.xlsx",
    }
    decisions.append(folder / "decisions.csv", frame(Decisions, {k: [v] for k, v in decided.items()}))
    for step in ("train", "classify", "analyse"):
        run(folder, step)
    shown = RUNNER.invoke(app, ["explain", "klein", row.id]).output
    assert shown.count("Oordeel: niet-inhoudelijk") == 1
    assert "“gaat nergens over”" in shown
    assert "door ab op 05-03-2026; dit oordeel telt" in shown
    later = decided | {"reviewer": "cd", "decided_at": "2026-03-06T09:05:00+01:00", "verdict": "personal"}
    decisions.append(folder / "decisions.csv", frame(Decisions, {k: [v] for k, v in later.items()}))
    both = RUNNER.invoke(app, ["explain", "klein", row.id]).output
    assert "door ab op 05-03-2026; telt niet" in both
    assert "door cd op 06-03-2026 om 09:05; dit oordeel telt" in both
    assert "telt niet mee, want een mens zette deze uitspraak apart (niet-inhoudelijk)" in shown


def test_one_step_says_that_the_report_is_older(inside: Path) -> None:
    """After a single step nobody is sent to a report that does not know of it."""
    done = RUNNER.invoke(app, ["run", "klein", "segment"])
    assert done.exit_code == 0
    assert "rapport.html" not in done.output
    assert "nog van de vorige keer" in done.output
    assert inside.exists()


def test_dvc_makes_what_an_older_corpus_lacks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every path that a stage depends on exists; a check writes nothing, and rounds are none."""
    folder = tmp_path / "corpora" / "oud"
    folder.mkdir(parents=True)
    (folder / "corpus.yaml").write_text("name: Oud\nkind: minutes\n", "utf-8")
    (folder / "codebook.yaml").write_text("name: Oud\n", "utf-8")
    (folder / "decisions.csv").write_text("van mensen", "utf-8")
    monkeypatch.chdir(tmp_path)
    assert RUNNER.invoke(app, ["dvc", "--check"]).exit_code == 1
    assert not (folder / "rounds").exists()
    found = RUNNER.invoke(app, ["dvc"])
    assert found.exit_code == 0
    assert "Gemaakt: corpora/oud/rounds/.gitkeep" in found.output
    assert (folder / "decisions.csv").read_text("utf-8") == "van mensen"
    assert rounds.read(folder / "rounds") == ()
    assert RUNNER.invoke(app, ["dvc", "--check"]).exit_code == 0
    assert "Gemaakt" not in RUNNER.invoke(app, ["dvc"]).output
