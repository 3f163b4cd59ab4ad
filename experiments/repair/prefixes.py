"""Which first parts Dutch joins with a hyphen: counted in laws and circulars, printed one per line.

    python experiments/repair/prefixes.py --shared ../shared

A first part counts when it has at least ``LEAST`` different words with a hyphen whose closed form occurs
nowhere, and when those are at least ``SHARE`` of all its compounds, closed ones included. The result is
``HYPHEN_PREFIXES`` in ``textmine.text.words_prefixes``.
"""

import argparse
import json
import lzma
import re
from collections import Counter
from pathlib import Path

from textmine.text.words import word_list

LEAST = 4
SHARE = 0.6
KNOWN = 1e-7
_HYPHENATED = re.compile(r"(?<![\w-])([a-zà-ÿ]{2,12})-([a-zà-ÿ]{3,})(?![\w-])")
_CLOSED = re.compile(r"(?<![\w-])[a-zà-ÿ]{7,}(?![\w-])")


def prefixes(path: Path) -> dict[str, tuple[int, int]]:
    """Return per first part how many words have it with a hyphen and how many without."""
    words = word_list()
    hyphenated: Counter[tuple[str, str]] = Counter()
    closed: Counter[str] = Counter()
    with lzma.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            text = " ".join(paragraph for _, paragraph in json.loads(line)["paras"])
            hyphenated.update(_HYPHENATED.findall(text))
            closed.update(_CLOSED.findall(text))
    open_types = Counter(
        left
        for left, right in hyphenated
        if words.get(right, 0) > KNOWN and left + right not in words and left + right not in closed
    )
    candidates = {left for left, n in open_types.items() if n >= LEAST}
    closed_types = Counter(
        word[:cut]
        for word in closed
        for cut in range(2, min(13, len(word) - 2))
        if word[:cut] in candidates and words.get(word[cut:], 0) > KNOWN
    )
    return {left: (open_types[left], closed_types[left]) for left in sorted(candidates)}


def main() -> None:
    """Print the first parts that pass."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--shared", type=Path, required=True)
    folder = parser.parse_args().shared / "data" / "text"
    for left, (with_hyphen, without) in prefixes(folder / "dutch_laws_nl.jsonl.xz").items():
        if with_hyphen / (with_hyphen + without) >= SHARE:
            print(left, with_hyphen, without)


if __name__ == "__main__":
    main()
