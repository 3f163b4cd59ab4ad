"""Libraries come without what they can do without, and nothing stays hidden."""

import importlib.util
import subprocess
import sys

import pytest

from textmine.lean_imports import without

WORDS = """
import sys
import numpy as np
from textmine.models.topic_words import BertopicWords

lemmas = [["sloot", "water"], ["sloot", "olie"], ["lucht", "stank"], ["lucht", "rook"]]
found = BertopicWords().words(lemmas, np.zeros((4, 2), np.float32), np.array([0, 0, 1, 1]))
print({label: words[0] for label, words in found.items()})
print(sorted({"torch", "umap", "numba", "transformers"} & set(sys.modules)))
import sentence_transformers
print("torch" in sys.modules)
"""


def test_topic_words_load_no_torch_and_leave_it_to_others() -> None:
    """BERTopic weighs words without it; whoever needs it in the same program gets it."""
    done = subprocess.run([sys.executable, "-c", WORDS], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["{0: 'sloot', 1: 'lucht'}", "[]", "True"]


def test_what_is_hidden_comes_back_even_after_an_error() -> None:
    """Only what was not loaded is hidden, and only inside."""
    sys.modules.pop("this", None)
    with pytest.raises(ImportError, match="this"), without("this", "sys"):
        import sys as still  # noqa: PLC0415 - what is tested

        assert still is sys
        import this  # noqa: F401, PLC0415
    assert importlib.util.find_spec("this") is not None
