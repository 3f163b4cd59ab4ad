"""What goes out for review, and how one returned row is judged."""

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from review_corpus import CODEBOOK, PROPOSAL

from textmine import tables
from textmine.codebook import Codebook
from textmine.review import columns as c
from textmine.review import row_code
from textmine.review.cells import LIMIT, TOO_LONG, from_cell, to_cell
from textmine.review.history import history
from textmine.review.judge import RowError, judge
from textmine.review.returned import Answer, letters
from textmine.review.selection import candidates, same_text
from textmine.review.splitting import NoCutError, cuts
from textmine.store.yaml_files import load_codebook
from textmine.tables import Decisions, Groups
from textmine.text.identity import text_hash

ID, TEXT = "d000000:0-14", "Het stinkt hier"


@pytest.fixture(scope="module")
def codebook(tmp_path_factory: pytest.TempPathFactory) -> Codebook:
    """The awkward codebook of the test corpus."""
    path = tmp_path_factory.mktemp("codebook") / "codebook.yaml"
    path.write_text(CODEBOOK, "utf-8")
    return load_codebook(path)


@given(st.text(max_size=200))
def test_every_text_comes_back_from_its_cell(text: str) -> None:
    """What a cell shows can be turned back into exactly the text, also when that holds control pictures."""
    shown = to_cell(text)
    assert from_cell(shown) == text
    assert not any(character < " " and character != "\n" for character in shown)


@given(st.text(alphabet="\u2400\u2410\u2425\u2426\x10\x00\ra", max_size=12))
@example("\x10\u2426\u2410\u2425_x0041_x005F_\u2410_x000d_")
def test_signs_for_control_characters_are_never_mistaken(text: str) -> None:
    """The mark, the pictures and the characters they stand for survive in every combination."""
    assert from_cell(to_cell(text)) == text


@pytest.mark.parametrize("character", ["x", "😀", "\x00"])
def test_a_text_too_long_for_a_cell_says_so(character: str) -> None:
    """Nothing is cut without a remark, and what is shown fits in Excel, which counts UTF-16 units."""
    shown = to_cell(character * 40_000)
    assert shown.endswith(TOO_LONG)
    assert LIMIT <= len(shown.encode("utf-16-le")) // 2 <= 32_767
    assert to_cell(character * 15_000).count(TOO_LONG) == 0


@given(
    st.text(min_size=1, max_size=20), st.text(max_size=20), st.dictionaries(st.text(), st.tuples(st.text()))
)
def test_a_row_code_holds_what_people_saw(name: str, text: str, proposal: dict[str, tuple[str, ...]]) -> None:
    """It gives the hash, the version and the proposal back, for this statement only."""
    value = row_code.make(name, text, "0123456789ab", proposal)
    assert row_code.read(name, value) == row_code.RowCode(text_hash(text), "0123456789ab", proposal)
    assert row_code.read(name + "x", value) is None


@given(st.text(max_size=20), st.text(max_size=20))
def test_a_row_code_tells_which_cells_were_changed(shown: str, other: str) -> None:
    """White space does not count; another word does."""
    code = row_code.read(ID, row_code.make(ID, TEXT, "0123456789ab", PROPOSAL, {"Bron": shown}))
    assert code is not None
    assert row_code.cell_hash(f" {shown}\n") == code.cells["Bron"]
    assert (row_code.cell_hash(other) == code.cells["Bron"]) == (other.split() == shown.split())


@pytest.mark.parametrize(
    "value", ["", "x", "0" * 16, "a" * 16 + "-" + "b" * 12 + "-" + "c" * 12 + ' {"a":1}']
)
def test_anything_else_is_no_row_code(value: str) -> None:
    """A cell that people typed or emptied is recognised, and never an error."""
    assert row_code.read(ID, value) is None


def test_names_are_unique_and_no_heading_is_taken_twice(codebook: Codebook) -> None:
    """Codes with the same name, and dimensions named like a fixed column, can be told apart."""
    names = [c.key(name) for name in c.labels(codebook.by_id["onderdeel"]).values()]
    assert len(set(names)) == len(names)
    headings = [column.heading for column in c.code_columns(codebook)]
    assert headings == ["Regio (onderdeel) 1", "Regio (onderdeel) 2", "Soort"]
    assert not {c.key(h) for h in headings} & {c.key(h) for h in (*c.GIVEN, *c.FILLED, c.ROW_CODE)}


def test_names_and_codes_lead_to_the_same_code(codebook: Codebook) -> None:
    """Both can be typed, whatever the case and spaces."""
    dimension = codebook.by_id["onderdeel"]
    for code, label in c.labels(dimension).items():
        assert c.by_name(dimension)[c.key(f"  {label.upper()} ")] == code
        assert c.by_name(dimension)[c.key(code.upper())] == code


def answer(codebook: Codebook, **changes: object) -> Answer:
    """Build a row about ``TEXT`` as people would return it."""
    fields: dict[str, object] = {
        "row": 2,
        "statement": ID,
        "row_code": row_code.make(ID, TEXT, codebook.version, PROPOSAL),
        "text": TEXT,
        "codes": {},
        "verdict": "Akkoord",
        "note": "",
        "reviewer": "ab",
    }
    return Answer(**{**fields, **changes})  # type: ignore[arg-type]


def filled(**codes: str) -> dict[str, tuple[tuple[str, str], ...]]:
    """Build the filled-in cells: one per dimension."""
    return {name: ((name, value),) for name, value in codes.items()}


def test_agreeing_writes_the_proposal_out(codebook: Codebook) -> None:
    """A decision never depends on what the model says later."""
    found = judge(answer(codebook, verdict=" akkoord "), {ID: TEXT}, codebook, "")
    assert (found.verdict, found.codes, found.reviewer) == ("accept", PROPOSAL, "ab")


def test_a_change_keeps_the_proposal_where_nothing_is_filled_in(codebook: Codebook) -> None:
    """Filled cells replace all codes of their dimension, in codebook order; the rest stays."""
    cells = filled(onderdeel="LUCHT; Water en  bodem")
    found = judge(answer(codebook, verdict="Gewijzigd", codes=cells), {ID: TEXT}, codebook, "")
    assert found.codes == {"onderdeel": ("water_en_bodem", "lucht"), "soort": ("klacht",)}


def test_a_name_with_a_semicolon_is_one_code(codebook: Codebook) -> None:
    """Splitting on semicolons never breaks a name."""
    cells = filled(onderdeel="Ergens anders; of nergens")
    found = judge(answer(codebook, verdict="Gewijzigd", codes=cells), {ID: TEXT}, codebook, "")
    assert found.codes["onderdeel"] == ("elders",)


@pytest.mark.parametrize(
    ("verdict", "name", "codes"),
    [
        ("Niet-inhoudelijk", "not_substantive", {}),
        ("PERSOONSGEGEVEN", "personal", {}),
        ("Twijfel", "doubt", {"soort": ("wens",)}),
    ],
)
def test_verdicts_that_say_no_codes(
    codebook: Codebook, verdict: str, name: str, codes: dict[str, object]
) -> None:
    """Setting aside says no codes; a doubt keeps what people think it might be."""
    cells = filled(soort="wens") if codes else {}
    found = judge(answer(codebook, verdict=verdict, codes=cells), {ID: TEXT}, codebook, "")
    assert (found.verdict, found.codes) == (name, codes)


def test_who_decided_is_the_row_or_else_the_fallback(codebook: Codebook) -> None:
    """A name in the row goes first."""
    assert judge(answer(codebook), {ID: TEXT}, codebook, "cd").reviewer == "ab"
    assert judge(answer(codebook, reviewer=""), {ID: TEXT}, codebook, " cd  ef ").reviewer == "cd ef"


@pytest.mark.parametrize(
    ("changes", "column", "reason"),
    [
        ({"statement": ""}, "Uitspraak-ID", "leeg"),
        ({"statement": "d9:0-3"}, "Uitspraak-ID", "staat niet in dit corpus"),
        ({"row_code": ""}, "Rijcode", "ontbreekt"),
        ({"text": "Iets anders"}, "Uitspraak", "niet die van"),
        ({"verdict": "", "note": "ja"}, "Oordeel", "geen oordeel"),
        ({"verdict": "Misschien"}, "Oordeel", "bestaat niet"),
        ({"verdict": "Splitsen"}, "Splitsen vóór", "waar de nieuwe uitspraak begint"),
        ({"verdict": "Splitsen", "split": "zout"}, "Splitsen vóór", "staan niet in"),
        ({"verdict": "Splitsen", "split": "hier", "codes": filled(soort="Wens")}, "soort", "geen code"),
        ({"split": "hier"}, "Splitsen vóór", "hoort hier niets"),
        ({"verdict": "Twijfel", "split": "hier"}, "Splitsen vóór", "hoort hier niets"),
        ({"verdict": "Gecodeerd", "codes": filled(soort="Wens")}, "Regio (onderdeel) 1", "een code voor"),
        ({"verdict": "Gewijzigd"}, "Oordeel", "geen code"),
        ({"verdict": "Gewijzigd", "codes": filled(soort="Zucht")}, "soort", "bestaat niet"),
        ({"verdict": "Gewijzigd", "codes": filled(soort="Wens; Lof")}, "soort", "maar één"),
        ({"verdict": "Gewijzigd", "codes": filled(onderdeel="elders; lucht")}, "onderdeel", "niet samen"),
        ({"verdict": "Gewijzigd", "codes": filled(onderdeel="lucht;Lucht")}, "onderdeel", "twee keer"),
        ({"verdict": "Gewijzigd", "codes": filled(onderdeel="Geluid")}, "onderdeel", "bestaat niet"),
        ({"codes": filled(soort="Wens")}, "soort", "andere code dan het voorstel"),
        ({"verdict": "Persoonsgegeven", "codes": filled(soort="Wens")}, "soort", "geen code"),
        ({"reviewer": ""}, "Beoordelaar", "wie"),
    ],
)
def test_a_row_that_says_no_one_thing_is_refused(
    codebook: Codebook, changes: dict[str, object], column: str, reason: str
) -> None:
    """The refusal names the column and the reason, and always a way out."""
    with pytest.raises(RowError, match=reason) as refused:
        judge(answer(codebook, **changes), {ID: TEXT}, codebook, "")
    assert refused.value.column == column
    assert refused.value.way_out


def blind(codebook: Codebook, **changes: object) -> Answer:
    """Build a row of a workbook that showed no proposal."""
    code = row_code.make(ID, TEXT, codebook.version, {}, {}, f"beoordeling_1_bert.xlsx{tables.BLIND}")
    return answer(codebook, row_code=code, **changes)


def test_a_blind_coder_codes_in_every_dimension(codebook: Codebook) -> None:
    """There is nothing to agree with; who says 'Gewijzigd' means the same as 'Gecodeerd'."""
    codes = filled(onderdeel="lucht", soort="Wens")
    for verdict in ("Gecodeerd", "gewijzigd"):
        found = judge(blind(codebook, verdict=verdict, codes=codes), {ID: TEXT}, codebook, "")
        assert (found.verdict, found.codes) == ("code", {"onderdeel": ("lucht",), "soort": ("wens",)})
        assert found.workbook.endswith(tables.BLIND)
    for wrong in ({"verdict": "Akkoord"}, {"verdict": "Gecodeerd", "codes": filled(soort="Wens")}):
        with pytest.raises(RowError) as refused:
            judge(blind(codebook, **wrong), {ID: TEXT}, codebook, "")
        assert "Gecodeerd" in refused.value.way_out or "kies een code" in refused.value.way_out


@pytest.mark.parametrize("is_blind", [False, True])
def test_a_workbook_offers_the_verdicts_that_make_sense_there(is_blind: bool) -> None:
    """In the order in which people know them; every verdict of the table is offered in one of both."""
    offered = list(c.verdicts(is_blind).values())
    first = ["Gecodeerd"] if is_blind else ["Akkoord", "Gewijzigd"]
    assert offered == [*first, "Splitsen", "Niet-inhoudelijk", "Persoonsgegeven", "Twijfel"]
    assert set(c.VERDICTS) == set(tables.VERDICTS)


@pytest.mark.parametrize(
    ("cell", "parts"),
    [
        ("en wij willen", ["A is “mis”; b,", "en wij willen meer – veel meer – en wij gaan"]),
        ("  EN  wij\xa0willen ", ["A is “mis”; b,", "en wij willen meer – veel meer – en wij gaan"]),
        ("b, || en wij gaan", ["A is “mis”;", "b,\ten wij willen meer – veel meer –", "en wij gaan"]),
        ('"mis"', ["A is", "“mis”; b,\ten wij willen meer – veel meer – en wij gaan"]),
        ("b,␉en", ["A is “mis”;", "b,\ten wij willen meer – veel meer – en wij gaan"]),
        ("- veel", ["A is “mis”; b,\ten wij willen meer", "– veel meer – en wij gaan"]),
    ],
)
def test_words_lead_to_one_place(cell: str, parts: list[str]) -> None:
    """Case, white space, quotes, dashes and signs for tabs do not count; the text itself is not touched."""
    text = "A is “mis”; b,\ten wij willen meer – veel meer – en wij gaan"
    edges = [0, *cuts(text, cell), len(text)]
    assert [text[a:b].strip() for a, b in pairwise(edges)] == parts


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("", "waar de nieuwe uitspraak begint"),
        (" || ", "waar de nieuwe uitspraak begint"),
        ("zout", "staan niet in"),
        ("eer", "staan niet in"),
        ("en wij", "2 keer"),
        ("meer", "3 keer"),
        ("Meer is", "begint de uitspraak zelf"),
        ("is || IS", "twee keer"),
        (".", "geen woord"),
    ],
)
def test_words_that_lead_nowhere_are_refused(cell: str, reason: str) -> None:
    """Not there, not whole, more than once, at the start, or with nothing behind it: with a way out."""
    with pytest.raises(NoCutError, match=reason) as refused:
        cuts("Meer is meer, en wij zeggen meer, en wij gaan.", cell)
    assert refused.value.way_out


@given(
    st.lists(
        st.sampled_from(["een", "twee", "drie", "vier", "vijf", "zes"]), min_size=2, max_size=6, unique=True
    )
)
def test_the_beginning_of_any_part_is_found(words: list[str]) -> None:
    """Whatever unique word is given, the cut is exactly there."""
    text = " ".join(words)
    for word in words[1:]:
        assert cuts(text, word.upper()) == (text.index(word),)


def test_a_row_about_another_text_or_codebook_is_stale(codebook: Codebook) -> None:
    """A decision is about one text and one version of the codebook."""
    with pytest.raises(RowError, match=r"tekst .* veranderd"):
        judge(answer(codebook), {ID: TEXT + "!"}, codebook, "")
    old = row_code.make(ID, TEXT, "0" * 12, PROPOSAL)
    with pytest.raises(RowError, match="codeboek is veranderd"):
        judge(answer(codebook, row_code=old), {ID: TEXT}, codebook, "")


def test_an_incomplete_proposal_cannot_be_agreed_with(codebook: Codebook) -> None:
    """Agreeing with nothing would say nothing."""
    empty = row_code.make(ID, TEXT, codebook.version, {"onderdeel": ("lucht",), "soort": ()})
    with pytest.raises(RowError, match="Soort"):
        judge(answer(codebook, row_code=empty), {ID: TEXT}, codebook, "")


def decision(**changes: str | None) -> dict[str, str | None]:
    """Build one row of decisions about ``TEXT``."""
    row: dict[str, str | None] = {
        "statement_id": ID,
        "text_hash": text_hash(TEXT),
        "reviewer": "ab",
        "decided_at": "2026-03-05",
        "verdict": "change",
        "dimension": "soort",
        "codes": "wens",
        "note": None,
        "codebook_version": "0" * 12,
        "workbook": "a.xlsx",
    }
    return {**row, **changes}


def decisions(*rows: dict[str, str | None]) -> object:
    """Build a Decisions frame."""
    names = tables.arrow_schema(Decisions).names
    return tables.frame(Decisions, {name: [row[name] for row in rows] for name in names})


def test_a_statement_is_done_when_all_dimensions_are_decided_or_it_is_set_aside() -> None:
    """A decision about one dimension, or about an older text, leaves the statement open."""
    names = ["onderdeel", "soort"]
    half = decisions(decision())
    assert not history(half, {ID: text_hash(TEXT)}).complete(ID, names)
    both = decisions(decision(), decision(dimension="onderdeel", codes="lucht"))
    assert history(both, {ID: text_hash(TEXT)}).complete(ID, names)
    assert not history(both, {ID: text_hash(TEXT + ".")}).complete(ID, names)
    aside = decisions(decision(verdict="personal", codes=None))
    assert history(aside, {ID: text_hash(TEXT)}).complete(ID, names)


def test_a_doubt_is_a_doubt_until_somebody_decides_and_contradicts_nobody(codebook: Codebook) -> None:
    """Only the last decision about the present text counts; it says who was in doubt."""
    now = {ID: text_hash(TEXT)}
    doubt = decision(verdict="doubt", codes=None, note="welke?", reviewer="Ab")
    settled = decision(reviewer="cd")
    found = history(decisions(doubt), now)
    assert found.doubts(ID, ["onderdeel", "soort"])["soort"][0] == "Ab"
    made = history(decisions(settled), now).last[ID, "soort"][1]
    assert found.against("cd", "b.xlsx", ID, {"soort": made}, codebook) == []
    assert not history(decisions(doubt, settled), now).doubts(ID, ["soort"])
    assert not history(decisions(doubt), {ID: text_hash(TEXT + ".")}).doubts(ID, ["soort"])


def groups(*rows: tuple[str, str, bool]) -> object:
    """Build a Groups frame of (statement, group, representative)."""
    sizes = [sum(other[1] == row[1] for other in rows) for row in rows]
    names, group, first = zip(*rows, strict=True)
    return tables.frame(
        Groups, {"statement_id": names, "group": group, "representative": first, "size": sizes}
    )


def test_one_statement_per_group_goes_out() -> None:
    """The representative, or another one when people already decided on that."""
    table = groups(("a", "x", True), ("b", "x", False), ("c", "x", False), ("d", "y", True))
    assert candidates(table, set()) == {"a": 3, "d": 1}
    assert candidates(table, {"a"}) == {"b": 3, "d": 1}
    assert candidates(table, {"a", "b", "c"}) == {"d": 1}


def test_all_members_of_a_group_are_found() -> None:
    """A decision about one text is about every statement with that text; unknown ids have none."""
    table = groups(("a", "x", True), ("b", "x", False), ("c", "y", True))
    assert same_text(table, {"b", "q"}) == {"b": ("a", "b")}


def test_columns_are_named_as_in_a_spreadsheet() -> None:
    """Messages name columns as people see them."""
    assert [letters(n) for n in (0, 25, 26, 51, 52, 701, 702)] == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]
