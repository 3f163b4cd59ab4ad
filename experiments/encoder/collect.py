"""Stage ``collect``: the shared data to the tables that the encoder learns from, without what is measured on.

Writes ``parallel.parquet`` (English and Dutch of the same text or word), ``groups.parquet`` (texts that say
the same or stand under one heading, some with a contradiction), ``judged.parquet`` (similarities given by
people) and ``running.txt`` (Dutch text, normalised, a text a line: first the smaller sources, after an empty
line the laws).
"""

import argparse
import itertools
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import sources
from lexicon import word_pairs
from vocabulary import plain

LONGEST = (45, 55)
"""Words of an English and a Dutch text of a pair at most: longer ones cost the teacher much and teach
little."""

RATIO = (0.4, 2.5)
"""English words per Dutch word; outside this the two are no translation of each other."""

ALIGNED = 25
"""Words of a Dutch text at most for its words to be aligned."""

LAW_PAIRS = 60_000
QUESTION_PAIRS = 30_000
Known = Callable[[str], bool]


def main() -> None:
    """Write the four files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=sources.SHARED)
    parser.add_argument("--work", type=Path, default=Path(__file__).parent / "work")
    arguments = parser.parse_args()
    arguments.work.mkdir(parents=True, exist_ok=True)
    held_out = sources.held_out(arguments.shared)

    def known(text: str) -> bool:
        return sources.key(text) in held_out

    questions = _new_questions(arguments.shared)
    judged = pd.DataFrame(_judged(arguments.shared, known))
    parallel = pd.DataFrame(_parallel(arguments.shared, judged, known), columns=["source", "en", "nl"])
    parallel = pd.concat([parallel, _words(parallel)], ignore_index=True)
    groups = pd.DataFrame(
        _groups(arguments.shared, judged, questions, known), columns=["source", "first", "second", "negative"]
    )
    for name, table in (("judged", judged), ("parallel", parallel), ("groups", groups)):
        table.to_parquet(arguments.work / f"{name}.parquet", index=False)
        print(name, table["source"].value_counts().to_dict(), flush=True)
    small = itertools.chain(
        (sentence for text in questions for sentence in sources.sentences(text)),
        parallel["nl"][~parallel["source"].isin(["treaties_en_nl_segments", "lexicon"])],
        groups["first"][groups["source"].isin(["captions", "municipal"])].drop_duplicates(),
    )
    with (arguments.work / "running.txt").open("w", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in map(_line, small) if line)
        file.write("\n")
        file.writelines(f"{line}\n" for line in map(_line, _law_texts(arguments.shared)) if line)


def _line(text: str) -> str:
    return " ".join(plain(text).split())


def _law_texts(shared: Path) -> Iterator[str]:
    """Yield the distinct paragraphs of the laws that are running text."""
    seen: set[int] = set()
    for _, _, paragraphs in sources.laws(shared):
        for _, text in paragraphs:
            mark = hash(text)
            if len(text) >= 20 and mark not in seen:
                seen.add(mark)
                yield text


def _new_questions(shared: Path) -> list[str]:
    """Return the questions of 2020 that share little with the themed questions, which are measured on."""
    themed = set[str]().union(*map(_long_grams, sources.themed_questions(shared)[0]))
    found = []
    for text in sources.questions_2020(shared):
        grams = _long_grams(text)
        if len(grams & themed) <= 0.1 * len(grams):
            found.append(text)
    return found


def _long_grams(text: str) -> set[str]:
    words = sources.key(text).split()
    return {" ".join(words[at : at + 8]) for at in range(len(words) - 7)}


def _judged(shared: Path, known: Known) -> Iterator[dict[str, object]]:
    """Yield the train pairs of STSb-nl and SICK-NL; of STSb none with a sentence that is measured on.

    In SICK sentences recur in all parts by design; a pair is left out when both its sentences are measured
    on.
    """
    for name, pairs in (("stsb", sources.stsb(shared, "train")), ("sick", sources.sick(shared, "TRAIN"))):
        for row in range(len(pairs)):
            first = known(pairs.first[row]) or known(pairs.first_en[row])
            second = known(pairs.second[row]) or known(pairs.second_en[row])
            if (first or second) if name == "stsb" else (first and second):
                continue
            yield {
                "source": name,
                "first": pairs.first[row],
                "second": pairs.second[row],
                "first_en": pairs.first_en[row],
                "second_en": pairs.second_en[row],
                "score": pairs.score[row],
                "label": pairs.label[row],
            }


def _parallel(shared: Path, judged: pd.DataFrame, known: Known) -> Iterator[tuple[str, str, str]]:
    seen: set[str] = set()
    for source, part in judged.groupby("source", sort=False):
        for side in ("first", "second"):
            for nl, en in zip(part[side], part[f"{side}_en"], strict=True):
                if not known(nl) and not known(en) and sources.key(nl) not in seen:
                    seen.add(sources.key(nl))
                    yield str(source), en, nl
    for name in ("corona_en_nl", "treaties_en_nl_segments"):
        for en, nl in sources.parallel(shared, name):
            many, much = len(en.split()), len(nl.split())
            fits = 0 < many <= LONGEST[0] and 0 < much <= LONGEST[1] and RATIO[0] < many / much < RATIO[1]
            mark = sources.key(nl)
            if fits and mark and mark not in seen:
                seen.add(mark)
                yield name, en, nl


def _words(parallel: pd.DataFrame) -> pd.DataFrame:
    """Return words with their translation, from the pairs of short texts, as a source of its own."""
    short = parallel[parallel["nl"].str.count(" ") < ALIGNED]
    found = word_pairs(short["nl"].tolist(), short["en"].tolist())
    return found[["en", "nl"]].assign(source="lexicon")[["source", "en", "nl"]]


def _groups(
    shared: Path, judged: pd.DataFrame, questions: list[str], known: Known
) -> Iterator[tuple[str, str, str, str]]:
    """Yield source, two texts that belong together, and a contradiction of the first (or nothing)."""
    for image in sources.captions(shared, "Val"):
        texts = [text for text in image if text and not known(text)]
        for first, second in itertools.combinations(texts, 2):
            yield "captions", first, second, ""
    for first, second in sources.municipal(shared, "train"):
        if not known(first) and not known(second):
            yield "municipal", first, second, ""
    yield from _entailed(judged, known)
    chance = random.Random(0)  # noqa: S311 - no secret
    laws = list(_law_pairs(shared))
    chance.shuffle(laws)
    for first, second in laws[:LAW_PAIRS]:
        yield "laws", first, second, ""
    near = [
        (first, second)
        for text in questions
        for first, second in itertools.pairwise(sources.sentences(text))
        if min(len(first.split()), len(second.split())) >= 6
    ]
    for text in questions:
        words = text.split()
        if len(words) >= 30:
            yield "halves", " ".join(words[: len(words) // 2]), " ".join(words[len(words) // 2 :]), ""
    chance.shuffle(near)
    for first, second in near[:QUESTION_PAIRS]:
        yield "questions", first, second, ""


def _entailed(judged: pd.DataFrame, known: Known) -> Iterator[tuple[str, str, str, str]]:
    """Yield pairs of SICK that say the same, with a contradiction where there is one."""
    against: dict[str, list[str]] = {}
    for row in judged[judged["label"] == "CONTRADICTION"].itertuples():
        against.setdefault(row.first, []).append(row.second)
        against.setdefault(row.second, []).append(row.first)
    same = judged[(judged["label"] == "ENTAILMENT") | (judged["score"] >= 0.9)]
    for row in same.itertuples():
        if known(row.first) or known(row.second):
            continue
        negatives = [text for text in against.get(row.first, []) if not known(text)]
        yield row.source, row.first, row.second, negatives[0] if negatives else ""


def _law_pairs(shared: Path) -> Iterator[tuple[str, str]]:
    """Yield two paragraphs under one heading, at most three pairs of a heading and forty of a law."""
    for _, _, paragraphs in sources.laws(shared):
        found = 0
        for head, part in itertools.groupby(paragraphs, key=lambda row: row[0]):
            texts = [text for _, text in part if 8 <= len(text.split()) <= 60]
            for first, second in list(itertools.pairwise(texts))[:3]:
                if found < 40 and head:
                    found += 1
                    yield first, second


if __name__ == "__main__":
    main()
