"""Sentences that are no point of their own: "Trillingen bij monumenten." names what the next one is about."""

from collections.abc import Sequence

from textmine.text.units import PROSE_WORDS

_LONGEST_GROUP = 3
_VERBLESS_WORDS = 4


def join_fragments(
    text: str, sentences: Sequence[tuple[int, int]], alone: Sequence[bool], fragment_words: int
) -> list[list[tuple[int, int]]]:
    """Group neighbouring sentences that make one point, in order; every sentence is in one group.

    A sentence of at most ``fragment_words`` words, or of up to four words more without a verb (and no
    question), goes with the next one; a last one of so few words goes with the one ahead of it. Sentences
    marked ``alone`` join nothing. A group holds at most three sentences; with ``fragment_words`` 0 just one.
    """
    groups: list[list[tuple[int, int]]] = []
    reaches = False
    for index, (start, end) in enumerate(sentences):
        words = text.count(" ", start, end) + 1
        closed = not groups or alone[index] or alone[index - 1] or len(groups[-1]) == _LONGEST_GROUP
        tail = index + 1 == len(sentences) and words <= fragment_words
        if not closed and (reaches or tail):
            groups[-1].append((start, end))
        else:
            groups.append([(start, end)])
        reaches = words <= fragment_words or (
            fragment_words > 0
            and words <= fragment_words + _VERBLESS_WORDS
            and text[end - 1] != "?"
            and not PROSE_WORDS.search(text, start, end)
        )
    return groups
