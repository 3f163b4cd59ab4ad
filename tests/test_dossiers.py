"""Everything about one activity, with the statements behind every number."""

import pandas as pd
import pytest
from small_corpus import MINUTES, Said, Small, Text
from test_points import LATE, LATER, POINTED, WATER, found
from test_publish import given, sheet

from textmine.codebook import Codebook
from textmine.errors import CodebookError
from textmine.steps.dossiers import DossiersSettings, Filed, dossiers
from textmine.steps.points import Pointed
from textmine.steps.publish import PublishSettings, publish
from textmine.tables import Dossiers, Evidence, Points

ASKED = POINTED.model_copy(update={"dossiers": "plek"})
LUCHT = "onderdeel:lucht soort:lof plek:elders"
OTHERS = [{"id": "wind", "name": "Programma Wind"}, {"id": "leeg", "name": "Programma Leeg"}]
TEXTS = (
    Text("a", [Said(LATE, WATER), Said("De lucht is hier fris en schoon.", LUCHT)], session="g1"),
    Text("b", [Said(LATER, WATER), Said("Dit is apart gezet.", "")], session="p2"),
)


def made(codebook: Codebook = ASKED, texts: tuple[Text, ...] = TEXTS, step: int = 1) -> tuple[Filed, Pointed]:
    """Run the step, with rows in order or the other way round."""
    small, points = Small(texts, codebook=codebook), found(*texts, generic_sessions=2)
    read = (small.statements(), small.groups(), small.documents(), small.assignments(), small.memberships())
    frames = [table[::step] for table in (*read, points.points, points.members)]
    return dossiers(*frames, small.corpus, codebook, DossiersSettings()), points


def test_every_number_leads_to_as_many_statements() -> None:
    """The evidence of a row has the statements that the row counts."""
    rows, _ = made()
    assert set(rows.dossiers[Dossiers.part]) == {"all", "cross", "region", "tier", "point"}
    proof = rows.evidence.groupby(Evidence.key)[Evidence.statement_id].nunique().to_dict()
    keys = rows.dossiers[[Dossiers.dossier, Dossiers.part, Dossiers.first, Dossiers.second]]
    counted = zip(map("|".join, keys.to_numpy()), rows.dossiers[Dossiers.statements], strict=True)
    assert {key: number for key, number in counted if number} == proof


def test_the_order_of_rows_does_not_matter() -> None:
    """Same input in any order, same tables."""
    one, other = made()[0], made(step=-1)[0]
    pd.testing.assert_frame_equal(one.dossiers, other.dossiers)
    pd.testing.assert_frame_equal(one.evidence, other.evidence)


def test_every_code_has_a_dossier_also_without_statements() -> None:
    """Outside is a code as well; without the question there are no dossiers."""
    rows, _ = made(texts=())
    assert rows.dossiers[Dossiers.dossier].tolist() == ["water", "elders"]
    assert rows.dossiers[Dossiers.statements].tolist() == [0, 0]
    assert made(codebook=POINTED)[0].dossiers.empty


def test_asking_for_dossiers_keeps_decisions_valid() -> None:
    """The version of the codebook is that of its definitions; an unknown dimension is refused."""
    assert ASKED.version == POINTED.version
    raw = POINTED.model_dump() | {"dossiers": "niets"}
    with pytest.raises((CodebookError, ValueError), match="dossiers noemt een dimensie die er niet is"):
        Codebook.model_validate(raw)


def test_dossiers_are_in_report_and_workbook() -> None:
    """Points stand with their dossier; every key is found in the evidence, on the sheet that it names."""
    rows, points = made()
    about = {"dossiers": rows.dossiers, "dossiers_evidence": rows.evidence}
    more = {"points": points.points, "point_members": points.members}
    tables = {**given(Small(TEXTS, codebook=ASKED)), **about, **more}
    book = publish(**tables, settings=PublishSettings())
    assert 'id="dossier-water"' in book.report
    proof = {(row["Blad"], row["Sleutel"]) for row in sheet(book.workbook, "Bewijs", "Blad")}
    for name in ("Dossiers", "Dossierpunten"):
        for row in (r for r in sheet(book.workbook, name, "Dossier") if r["Uitspraken"]):
            assert (name, row["Sleutel in blad Bewijs"]) in proof
    said = sheet(book.workbook, "Dossierpunten", "Dossier")
    assert len({row["Punt"] for row in said}) <= len(points.points[Points.id])


def test_what_is_for_another_programme_is_listed_and_stays() -> None:
    """Every programme has its points with their evidence, and they are still among the points."""
    points = found(*TEXTS, generic_sessions=2)
    marked = points.points.assign(**{Points.forwarded: points.points[Points.forwarded]})
    marked.loc[0, Points.forwarded] = "warmte|wind"
    raw = MINUTES.model_dump() | {"programmes": [{"id": "warmte", "name": "Programma Warmte"}]}
    corpus = type(MINUTES).model_validate(raw | {"programmes": [*raw["programmes"], *OTHERS]})
    about = {"points": marked, "point_members": points.members, "corpus": corpus}
    book = publish(**{**given(Small(TEXTS, codebook=ASKED)), **about}, settings=PublishSettings())
    rows = sheet(book.workbook, "Doorgeleid", "Programma")
    assert [row["Programma"] for row in rows] == ["Programma Warmte", "Programma Wind"]
    proof = {row["Sleutel"] for row in sheet(book.workbook, "Bewijs", "Blad") if row["Blad"] == "Punten"}
    assert {row["Sleutel in blad Bewijs"] for row in rows} <= proof
    kept = {row["Sleutel in blad Bewijs"] for row in sheet(book.workbook, "Punten", "Onderdeel")}
    assert marked.loc[0, Points.id] in kept
    assert "Voor dit programma is geen punt aangewezen" in book.report
