"""Write the pages that follow from the code: all commands and all settings. A test compares them.

Usage: ``python docs/generate.py``
"""

import os
import subprocess
import sys
from pathlib import Path

import yaml

from textmine.cli.app import app
from textmine.cli.console import STEP_TITLES
from textmine.pipeline.dialogue_table import ALL_STEPS

DOCS = Path(__file__).parent


def commands_page() -> str:
    """Return the help of every command, as the analyst sees it."""
    lines = ["# Alle opdrachten", "", "Gemaakt uit het programma met `python docs/generate.py`.", ""]
    for words in command_names():
        lines += [f"## textmine {' '.join(words)}".rstrip(), "", "```text", help_of(words), "```", ""]
    return "\n".join(lines)


def command_names() -> list[tuple[str, ...]]:
    """List every command with its group, the program itself first."""
    own = [(c.name or c.callback.__name__,) for c in app.registered_commands if c.callback]
    groups = [(str(g.name), g.typer_instance) for g in app.registered_groups if g.typer_instance]
    inner = [(name, str(c.name)) for name, group in groups for c in group.registered_commands]
    return [(), *own, *((name,) for name, _ in groups), *inner]


def help_of(words: tuple[str, ...]) -> str:
    """Return what ``textmine ... --help`` prints, 100 characters wide."""
    done = subprocess.run(
        [sys.executable, "-m", "textmine", *words, "--help"],
        capture_output=True,
        text=True,
        check=True,
        env={
            "COLUMNS": "100",
            "TERM": "dumb",
            "NO_COLOR": "1",
            "PYTHONUTF8": "1",
            "PATH": "",
            "PYTHONPATH": os.environ.get("PYTHONPATH", ""),
        },
    )
    return "\n".join(line.rstrip() for line in done.stdout.strip("\n").splitlines())


def settings_page() -> str:
    """Return every setting with its default and its meaning."""
    lines = [
        "# Alle instellingen",
        "",
        "Gemaakt uit het programma met `python docs/generate.py`.",
        "U verandert een instelling in `params.yaml`: in de hoofdmap voor alle corpora,",
        "of in de map van een corpus voor dat corpus alleen.",
        "Een instelling die u niet noemt, houdt haar standaardwaarde.",
        "",
    ]
    for step in ALL_STEPS:
        lines += [f"## {step.name}: {STEP_TITLES[step.name].lower()}", ""]
        fields = step.settings().model_fields
        if not fields:
            lines += ["Deze stap heeft geen instellingen.", ""]
            continue
        lines += ["| instelling | standaard | wat zij doet |", "|---|---|---|"]
        values = step.settings()().model_dump(mode="json")
        for name, field in fields.items():
            shown = yaml.safe_dump(values[name], default_flow_style=True, width=10_000)
            shown = shown.removesuffix("...\n").strip()
            lines.append(f"| `{name}` | `{shown}` | {field.description} |")
        lines.append("")
    return "\n".join(lines)


PAGES = {"opdrachten.md": commands_page, "instellingen.md": settings_page}

if __name__ == "__main__":
    for file, page in PAGES.items():
        (DOCS / file).write_text(page(), "utf-8")
        print(DOCS / file)
