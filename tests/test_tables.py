"""Tables keep their schema."""

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine import tables
from textmine.errors import TableError
from textmine.tables import Groups, Statements, Table

ALL = [t for t in vars(tables).values() if isinstance(t, type) and issubclass(t, Table) and t is not Table]


@pytest.mark.parametrize("table", ALL, ids=lambda t: t.__name__)
def test_an_empty_table_is_valid_and_survives_arrow(table: type[Table]) -> None:
    """Every table without rows fits its own schema and comes back from Arrow as it was."""
    rows = tables.validate(table, tables.empty(table))
    assert tables.to_frame(tables.to_arrow(table, rows)).equals(rows)


@given(
    st.lists(st.tuples(st.text(), st.text(), st.booleans(), st.integers(0, 2**40)), unique_by=lambda r: r[0])
)
def test_rows_survive_arrow(rows: list[tuple[str, str, bool, int]]) -> None:
    """Whatever text a table holds comes back from Arrow exactly."""
    columns = [list(c) for c in zip(*rows, strict=True)] if rows else [[], [], [], []]
    names = ["statement_id", "group", "representative", "size"]
    built = tables.frame(Groups, dict(zip(names, columns, strict=True)))
    again = tables.to_frame(tables.to_arrow(Groups, built))
    assert [tuple(r) for r in again.itertuples(index=False)] == rows


def test_a_missing_column_is_refused() -> None:
    """A table is built from exactly its columns."""
    with pytest.raises(TableError, match="size"):
        tables.frame(Groups, {"statement_id": [], "group": [], "representative": []})


def test_a_wrong_type_is_refused() -> None:
    """A text where a number belongs is an error, not a conversion."""
    with pytest.raises(TableError, match="Groups"):
        tables.frame(
            Groups, {"statement_id": ["a"], "group": ["g"], "representative": [True], "size": ["many"]}
        )


def test_twice_the_same_id_is_refused() -> None:
    """Ids are unique."""
    rows = tables.frame(
        Groups,
        {"statement_id": ["a", "a"], "group": ["g", "g"], "representative": [True, False], "size": [2, 2]},
    )
    with pytest.raises(TableError, match="Groups"):
        tables.validate(Groups, rows)


def test_another_order_of_columns_is_refused() -> None:
    """Columns stand in the order of the schema."""
    rows = tables.empty(Statements)
    with pytest.raises(TableError, match="Statements"):
        tables.to_arrow(Statements, rows[list(reversed(rows.columns))])


def test_lists_come_back_as_lists() -> None:
    """A column of whole numbers per row keeps its numbers."""
    array = pa.array([[0, 5], [0]], pa.list_(pa.int64()))
    kept = pd.Series(array.to_pandas(types_mapper=pd.ArrowDtype))
    assert [list(v) for v in kept] == [[0, 5], [0]]
