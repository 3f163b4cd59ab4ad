"""Which statements count in a figure, and why the others do not."""

import pandas as pd
import pyarrow as pa

from textmine.tables import Assignments, Documents, Statements

CONCEPT = "uit een verslag dat nog niet is vastgesteld"
SET_ASIDE = "door een beoordelaar apart gezet"


def why_not(statements: pd.DataFrame, documents: pd.DataFrame, assignments: pd.DataFrame) -> pd.Series:
    """Return per row of ``statements`` why it does not count, in Dutch; missing when it counts.

    A statement counts when its document is established and people did not set it aside (a statement that
    was set aside has no assigned code in any dimension).
    """
    concept = documents.loc[documents[Documents.status] == "concept", Documents.id]
    coded = assignments.loc[assignments[Assignments.assigned], Assignments.statement_id].unique()
    reason = pd.Series(pd.NA, index=statements.index, dtype=pd.ArrowDtype(pa.string()))
    reason[~statements[Statements.id].isin(coded)] = SET_ASIDE
    reason[statements[Statements.document_id].isin(concept)] = CONCEPT
    return reason
