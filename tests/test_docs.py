"""Documents say what the program does: pages are compared, snippets run, links lead somewhere."""

import importlib.util
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from textmine.pipeline.dialogue_table import SECTIONS

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]


def generator() -> ModuleType:
    """Load ``docs/generate.py``."""
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", ["opdrachten.md", "instellingen.md"])
def test_pages_made_from_the_program_are_up_to_date(name: str) -> None:
    """What the page says is what `--help` and the settings say: else run `python docs/generate.py`."""
    assert generator().PAGES[name]() == (ROOT / "docs" / name).read_text("utf-8")


def test_every_setting_is_explained_in_dutch() -> None:
    """No setting stands in the page without its meaning."""
    page = (ROOT / "docs" / "instellingen.md").read_text("utf-8")
    assert "| None |" not in page
    assert all(f"## {name}:" in page for name in SECTIONS)


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_links_and_pictures_exist(page: Path) -> None:
    """A link inside the project leads to a file."""
    links = re.findall(r"\]\(([^)#\s]+)", page.read_text("utf-8"))
    missing = [link for link in links if "://" not in link and not (page.parent / link).exists()]
    assert missing == []


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_commands_in_documents_exist(page: Path) -> None:
    """Every `textmine <command>` and `make <target>` that a page shows can be run."""
    text = page.read_text("utf-8")
    commands = {words[0] for words in generator().command_names() if words}
    shown = re.findall(r"^(?:\.venv/bin/)?textmine (\w+)|`textmine (\w+)", text, re.MULTILINE)
    assert {a or b for a, b in shown} <= commands
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert set(re.findall(r"^make (\w+)|`make (\w+)`", text, re.MULTILINE)) <= {
        pair for target in targets for pair in ((target, ""), ("", target))
    }
    scripts = re.findall(r"python ((?:experiments|benchmarks|docs)/[\w/]+\.py)", text)
    assert all((ROOT / script).exists() for script in scripts)


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_python_in_documents_runs(page: Path, made_sample: Path) -> None:
    """A snippet that a page shows is run as it stands, in a project whose sample was made."""
    for snippet in re.findall(r"```python\n(.*?)```", page.read_text("utf-8"), re.DOTALL):
        done = subprocess.run(
            [sys.executable, "-c", snippet], cwd=made_sample, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr


def test_nothing_in_the_project_names_one_machine() -> None:
    """No path of one machine and no registry's host stands in a file that is kept."""
    kept = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    found = []
    for name in kept.split("\n"):
        path = ROOT / name
        if path.suffix in {".py", ".md", ".toml", ".yaml", ".yml", ".txt", ".cfg", ""} and path.is_file():
            text = path.read_text("utf-8", "replace")
            if re.search(
                r"(?<![\w.])/(work|root|home)/\w|--extra-index-url|https?://[^\s\"']*/simple/", text
            ):
                found.append(name)
    assert set(found) <= {"tests/test_docs.py"}
