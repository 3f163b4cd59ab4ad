"""What a trained classifier says of itself, and how it lies on disk."""

import json
import re
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from small_corpus import classifier as small
from test_train import TEXTS, codebook, trained

from textmine.errors import TableError
from textmine.models.classifier import Classifier
from textmine.report import model_card
from textmine.report.model_card import figure, render
from textmine.store.models import read_classifier, write_classifier

TEMPLATE = Path(model_card.__file__).parent / "templates" / "modelkaart.md.j2"


@cache
def decided() -> Classifier:
    """A classifier that learned from examples and from two decisions on one document."""
    return trained([("s0", TEXTS[0], "change", "buiten"), ("s2", TEXTS[2], "change", "bus")])


def tables(card: str) -> dict[str, list[list[str]]]:
    """Return the cells of every table under the headings that it stands under."""
    found: dict[str, list[list[str]]] = {}
    place: list[str] = []
    for line in card.splitlines():
        if heading := re.match(r"(#+) (.*)", line):
            place = [*place[: len(heading[1]) - 1], heading[2]]
        elif line.startswith("| "):
            cells = re.split(r"(?<!\\)\|", line)[1:-1]
            found.setdefault(" / ".join(place[1:]), []).append([text.strip() for text in cells])
    return found


@pytest.mark.parametrize("make", [small, decided])
def test_the_card_lists_every_code_of_every_dimension_with_its_figures(make: Any) -> None:
    """What stands in the card is what the classifier holds, row for row."""
    model = make()
    found = tables(render(model))
    for one in model.models:
        name = f"{one.name} (`{one.dimension}`)"
        assert [row[0] for row in found[f"{name} / Per code"][1:]] == [f"`{code}`" for code in one.codes]
        for row, code in zip(found[f"{name} / Per code"][1:], one.score.codes, strict=True):
            assert row[2:4] == [str(code.n), str(code.assigned)]
            assert row[4] == (figure(code.precision) if code.assigned else "–")
            assert row[5:7] == ([figure(code.recall), figure(code.f1)] if code.n else ["–", "–"])
            warned = (one.dimension, code.code) in {(w.dimension, w.code) for w in model.warnings}
            assert row[7] == ("weinig voorbeelden" if warned else "")
        told = {row[0]: row[1] for row in found[name]}
        assert told["macro-F1"] == figure(one.score.macro_f1)
        assert told["micro-F1"] == figure(one.score.micro_f1)
        assert told["ijkfout (ECE)"] == figure(one.score.calibration_error, 3)
        assert found[f"{name} / Klopt de kans?"][1:] == [
            [
                f"{figure(row.low, 1)} tot {figure(row.low + 0.1, 1)}",
                str(row.n),
                figure(row.probability),
                figure(row.right),
            ]
            for row in one.score.reliability
        ]
        assert found[f"{name} / Wat blijft over bij alleen zekere voorstellen?"][1:] == [
            [figure(row.certainty, 1), str(row.n), figure(row.coverage), figure(row.precision)]
            for row in one.score.abstention
        ]


def test_the_card_says_what_the_model_is_made_of() -> None:
    """Codebook, encoder, content, counts, settings and every warning."""
    model = decided()
    card = render(model)
    assert f"Dorp, versie `{codebook().version}`" in card
    assert f"`{model.encoder}`" in card
    assert f"`{model.version}`" in card
    learned = [row[1] for row in tables(card)["Waarvan heeft het geleerd?"][1:]]
    assert learned == ["12", "2", "1", "0"]
    assert {row[0] for row in tables(card)["Instellingen"][1:]} == {f"`{name}`" for name in model.settings}
    assert all(f"- {warned.message}\n" in card for warned in model.warnings)
    assert len(model.warnings) == 4


def test_no_figure_of_the_card_is_typed() -> None:
    """Outside its expressions the template holds no digit, but for the name of F1."""
    text = re.sub(r"\{\{.*?\}\}|\{%.*?%\}", "", TEMPLATE.read_text("utf-8"))
    assert re.findall(r"\d", text.replace("F1", "")) == []
    assert "F1" in text


def test_the_card_warns_when_one_group_outgrows_a_fold() -> None:
    """Ten of fourteen texts in one group cannot be spread over five folds."""
    model = decided()
    warning = "de grootste groep is groter dan een deel hoort te zijn"
    assert warning not in render(model)
    assert warning in render(replace(model, training=model.training | {"largest_group": 10}))


def test_without_anything_to_measure_on_the_card_says_so() -> None:
    """Definitions alone: no figure, and no zero that looks like one."""
    book = codebook().model_copy(update={"examples": ()})
    card = render(trained([], book))
    assert "Deze vraag is niet gemeten" in card
    assert "macro-F1" not in card
    assert all(row[4:7] == ["–", "–", "–"] for row in tables(card)["Onderwerp (`onderwerp`) / Per code"][1:])


def test_names_of_the_codebook_cannot_break_the_card() -> None:
    """A bar, a new line or HTML in a name stays text in its own cell."""
    model = decided()
    names = ("a|b", "c\n# d", "<script>", "e")
    broken = replace(model, models=(replace(model.models[0], code_names=names),))
    card = render(broken)
    assert [row[1] for row in tables(card)["Onderwerp (`onderwerp`) / Per code"][1:]] == [
        "a\\|b",
        "c # d",
        "&lt;script>",
        "e",
    ]


def test_a_written_classifier_reads_back_and_has_the_same_bytes_again(tmp_path: Path) -> None:
    """Arrays without pickle, JSON that every program reads, and the card; nothing else."""
    model = decided()
    for name in ("een", "twee"):
        write_classifier(tmp_path / name, model)
    files = {path.name: path.read_bytes() for path in sorted((tmp_path / "een").iterdir())}
    assert list(files) == ["arrays.npz", "card.json", "modelkaart.md"]
    assert files == {path.name: path.read_bytes() for path in sorted((tmp_path / "twee").iterdir())}
    assert files["modelkaart.md"].decode() == render(model)
    stored = json.loads(files["card.json"], parse_constant=pytest.fail)
    assert stored["content"] == model.version
    assert stored["dimensions"][0]["score"]["reliability"][0].keys() == {"low", "n", "probability", "right"}
    back = read_classifier(tmp_path / "een")
    assert back.version == model.version
    assert [one.score for one in back.models] == [one.score for one in model.models]
    assert render(back) == render(model)


def test_the_content_follows_arrays_and_figures() -> None:
    """One weight or one figure further is another content."""
    model = decided()
    one = model.models[0]
    heavier = replace(one, weights=one.weights + np.float32(1))
    better = replace(one, score=replace(one.score, macro_f1=1.0))
    versions = {replace(model, models=(changed,)).version for changed in (one, heavier, better)}
    assert len(versions) == 3
    assert model.version in versions


def test_arrays_and_card_of_two_trainings_are_refused(tmp_path: Path) -> None:
    """A write that stopped half-way leaves no classifier that looks whole."""
    write_classifier(tmp_path / "een", decided())
    write_classifier(tmp_path / "twee", trained([]))
    (tmp_path / "twee" / "arrays.npz").replace(tmp_path / "een" / "arrays.npz")
    with pytest.raises(TableError, match="textmine run"):
        read_classifier(tmp_path / "een")


@pytest.mark.parametrize("missing", ["reliability", "n"])
def test_a_card_of_an_earlier_version_is_one_clear_error(tmp_path: Path, missing: str) -> None:
    """A classifier that was trained before these figures existed is trained again, not a stack trace."""
    write_classifier(tmp_path, decided())
    card = json.loads((tmp_path / "card.json").read_text("utf-8"))
    del card["dimensions"][0]["score"][missing]
    (tmp_path / "card.json").write_text(json.dumps(card), "utf-8")
    with pytest.raises(TableError, match="textmine run"):
        read_classifier(tmp_path)
