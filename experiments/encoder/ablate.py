"""Train the variants in ``ablations.yaml`` and tabulate them: ``ablations.json`` and ``ablations.md``.

Every variant leaves the inner part of the judged pairs out of all it learns from; choices were made on that
part (``inner``) and on retrieval and themes. What is in ``ablations.json`` already is not trained again.
"""

import argparse
import copy
import fcntl
import json
import platform
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import contextual
import numpy as np
import pandas as pd
import probes
import sources
import torch
import yaml
from numpy.typing import NDArray
from tokenizers import Tokenizer
from train import make

HERE = Path(__file__).parent
BASE = "the base"

COLUMNS = {
    "inner": "STSb train, inner part",
    "stsb": "STSb-nl dev",
    "sick": "SICK-NL trial",
    "captions": "captions acc@1",
    "municipal": "municipal acc@1",
    "near": "same theme, 10 nearest",
    "theme": "themes, ridge probe",
    "seconds": "seconds",
}


def main() -> None:
    """Train what is missing; write the table after every variant."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=sources.SHARED)
    parser.add_argument("--work", type=Path, default=HERE / "work")
    parser.add_argument("--only", help="train only the variants with this in their name")
    parser.add_argument("--turn", default="0/1", help="0/2 and 1/2: every other variant, for two at once")
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    turn, turns = (int(part) for part in arguments.turn.split("/"))
    recipe = yaml.safe_load((HERE / "recipe.yaml").read_text("utf-8"))
    described = yaml.safe_load((HERE / "ablations.yaml").read_text("utf-8"))
    base, variants = _changed(recipe, described["base"]) | {"seeds": [0]}, described["variants"]
    names = [variant["name"] for variant in variants]
    for variant in variants[turn::turns]:
        if variant["name"] in _known() or (arguments.only or "") not in variant["name"]:
            continue
        print(f"== {variant['name']}", flush=True)
        start = recipe if variant.get("delivered") else base
        _add(names, variant["name"], _measured(variant, start, arguments.work, arguments.shared))


def _known() -> dict[str, dict[str, float]]:
    path = HERE / "ablations.json"
    found: dict[str, dict[str, float]] = json.loads(path.read_text("utf-8")) if path.exists() else {}
    return found


def _add(names: list[str], name: str, figures: dict[str, float]) -> None:
    """Write the table with one more row; another process may do so too."""
    with (HERE / "work" / "ablations.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        _write(names, _known() | {name: figures})


def _measured(variant: dict[str, Any], recipe: dict[str, Any], work: Path, shared: Path) -> dict[str, float]:
    began = time.perf_counter()
    inner = probes.inner_pairs(work)
    changed = _changed(recipe, variant.get("change", {}))
    changed["seeds"] = variant.get("seeds", changed["seeds"])
    if {"vocabulary", "pretrain"} & set(variant.get("change", {})):
        work = _other_start(variant["name"], changed, work)
    kept = work / "recipe.npy"
    tokenizer = Tokenizer.from_file(str(work / "tokenizer.json"))
    if "context" in variant:
        encode = _contextual(variant["context"], changed, work, np.load(kept))
    elif "after" in variant:
        frequency = np.load(work / "pretrained.npz")["frequency"]
        encode = probes.table_encoder(tokenizer, _after(variant["after"], np.load(kept), frequency, recipe))
    else:
        _, table = make(work, changed, keep_inner=False)
        encode = probes.table_encoder(tokenizer, table)
        if variant["name"] == BASE:
            np.save(kept, table)
    return probes.probe(encode, shared, inner) | {"seconds": time.perf_counter() - began}


def _contextual(
    size: dict[str, int], recipe: dict[str, Any], work: Path, table: NDArray[np.float32]
) -> probes.Encode:
    tokenizer = Tokenizer.from_file(str(work / "tokenizer.json"))
    meaning, letters = np.split(table, [recipe["meaning"]["dim"]], axis=1)
    model = contextual.trained(work, recipe, tokenizer, meaning, contextual.Size(**size))
    sample = pd.read_parquet(work / "parallel.parquet")["nl"].tolist()[:5000]
    return contextual.Encoder(model, tokenizer, letters, sample)


def _changed(recipe: dict[str, Any], change: dict[str, Any]) -> dict[str, Any]:
    result = copy.deepcopy(recipe)
    for section, values in change.items():
        result[section] |= values
    return result


def _other_start(name: str, recipe: dict[str, Any], work: Path) -> Path:
    """Return a folder with the same lessons, and a tokenizer and pretrained vectors of its own."""
    folder = work / "ablations" / "".join(c if c.isalnum() else "-" for c in name)
    folder.mkdir(parents=True, exist_ok=True)
    for path in (*work.glob("*.parquet"), work / "running.txt", work / "teacher.npy"):
        if not (folder / path.name).exists():
            (folder / path.name).symlink_to(path.resolve())
    (folder / "recipe.yaml").write_text(yaml.safe_dump(recipe), "utf-8")
    for stage in ("vocabulary", "pretrain"):
        command = [sys.executable, HERE / f"{stage}.py", "--work", folder, "--recipe", folder / "recipe.yaml"]
        subprocess.run(command, check=True)
    return folder


def _after(
    what: str, table: NDArray[np.float32], frequency: NDArray[np.float64], recipe: dict[str, Any]
) -> NDArray[np.float32]:
    """Return the delivered table after a change that needs no training."""
    meaning = recipe["meaning"]["dim"]
    share = (frequency + 1) / (frequency + 1).sum()
    if what == "sif":
        return table * (1e-3 / (1e-3 + share)).astype(np.float32)[:, None]
    if what == "component":
        weighted = table * np.sqrt(share).astype(np.float32)[:, None]
        main_direction = np.linalg.svd(weighted, full_matrices=False)[2][0]
        return table - np.outer(table @ main_direction, main_direction)
    if what.startswith("letters"):
        factor = float(what.removeprefix("letters")) / recipe["letters"]["weight"]
        return np.hstack([table[:, :meaning], table[:, meaning:] * np.float32(factor)])
    if what.startswith("cut"):
        return np.hstack([table[:, : int(what.removeprefix("cut"))], table[:, meaning:]])
    if what == "float16":
        return table.astype(np.float16).astype(np.float32)
    step = np.abs(table).max(axis=1, keepdims=True) / 127
    return (np.round(table / np.maximum(step, 1e-9)) * step).astype(np.float32)


def _write(names: list[str], found: dict[str, dict[str, float]]) -> None:
    (HERE / "ablations.json").write_text(json.dumps(found, indent=1) + "\n", "utf-8")
    lines = [
        "# What each part of the encoder's recipe brings\n",
        "Written by `ablate.py` from `ablations.json`. `ablations.yaml` has the base, of which every variant",
        "changes one thing; `recipe.yaml` has what was chosen after that.",
        "One seed where nothing else is said; none learns from the inner part of STSb's train pairs, while",
        "the delivered model learns from all.",
        f"{platform.machine()}, 2 cores, Python {platform.python_version()}, torch {torch.__version__}.\n",
        f"| variant | {' | '.join(COLUMNS.values())} |",
        f"|---|{'---|' * len(COLUMNS)}",
    ]
    for name in names:
        if name in found:
            cells = [
                f"{found[name][key]:.0f}"
                if key == "seconds"
                else f"{found[name][key]:.3f}".replace("0.", ".")
                for key in COLUMNS
            ]
            lines.append(f"| {name} | {' | '.join(cells)} |")
    (HERE / "ablations.md").write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
