"""Stage ``card``: the model card from the committed figures; every number in it comes from there.

``python experiments/encoder/card.py`` writes ``models/encoder-nl/README.md``; with ``--check`` it only says
whether the card is the one that belongs to the model and to ``results.json``.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import yaml
from encoders import SHIPPED, shipped

HERE = Path(__file__).parent
SHOWN = {
    "stsb_dev": "STSb-nl dev, Spearman",
    "sick_trial": "SICK-NL trial, Spearman",
    "captions_accuracy": "captions of one image, accuracy@1",
    "municipal_accuracy": "municipal sentence to its simple version, accuracy@1",
    "probe": "themes of parliamentary questions, linear probe, macro-F1",
    "same_theme": "same theme among the 10 nearest",
    "terms_accuracy": "100 policy terms to their meaning, accuracy@1",
    "terms_nearer": "policy terms nearer to their meaning than to two tempting wrong ones",
}
OTHERS = {
    "TF-IDF, characters 3-5": "TF-IDF of letters",
    "LSA of textmine": "LSA",
    "all-MiniLM-L6-v2, English teacher fed Dutch": "English teacher",
}


def main() -> int:
    """Write or check the card."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 when it differs")
    arguments = parser.parse_args()
    path = SHIPPED / "README.md"
    text = card()
    if arguments.check:
        same = path.exists() and path.read_text("utf-8") == text
        print("the card is current" if same else "the card is old: run experiments/encoder/card.py")
        return 0 if same else 1
    path.write_text(text, "utf-8")
    return 0


def card() -> str:
    """Return the text of the card.

    Raises
    ------
    SystemExit
        When ``results.json`` does not hold figures of the model as it lies in ``models/``.
    """
    recipe = yaml.safe_load((HERE / "recipe.yaml").read_text("utf-8"))
    results = json.loads((HERE / "results.json").read_text("utf-8"))
    name = shipped().name
    if name not in results["figures"]:
        raise SystemExit(f"results.json has no figures of {name}: run experiments/encoder/evaluate.py")
    return (
        (HERE / "card.md")
        .read_text("utf-8")
        .format(
            name=name,
            tokens=recipe["vocabulary"]["size"],
            width=sum(recipe[part]["dim"] for part in ("meaning", "letters", "context")),
            meaning=recipe["meaning"]["dim"],
            letters=recipe["letters"]["dim"],
            context=recipe["context"]["dim"],
            steps=recipe["student"]["steps"],
            seeds=len(recipe["seeds"]),
            circumstances=results["circumstances"],
            figures=_figures(name, results["figures"]),
            speed=_speed(results["figures"][name]),
        )
    )


def _figures(name: str, rows: dict[str, dict[str, Any]]) -> str:
    columns = {name: "**this model**"} | {row: label for row, label in OTHERS.items() if row in rows}
    lines = [f"| | {' | '.join(columns.values())} |", f"|---|{'---|' * len(columns)}"]
    for figure, label in SHOWN.items():
        cells = [_cell(rows[column].get(figure), interval=column == name) for column in columns]
        lines.append(f"| {label} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _cell(figure: dict[str, float] | None, *, interval: bool) -> str:
    if figure is None:
        return ""
    text = f"{figure['value']:.3f}"
    text += f" ({figure['low']:.3f}-{figure['high']:.3f})" if interval else ""
    return text.replace("0.", ".")


def _speed(row: dict[str, dict[str, float]]) -> str:
    return (
        f"{row['mib']['value']:.1f} MiB; {row['sentences']['value']:,.0f} sentences of 25 words a second; "
        f"the first vector {row['load']['value']:.2f} s after the call, the import of libraries included"
    )


if __name__ == "__main__":
    sys.exit(main())
