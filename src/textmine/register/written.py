"""What people write for the answer note, as it stands in the folder ``register`` of a corpus."""

from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True, slots=True)
class Written:
    """All rows in order of arrival; see ``tables.register`` for the columns.

    ``numbers`` (``Numbers``), ``answers`` (``AnswerTexts``), ``points`` (``PointAnswers``), ``changes``
    (``ChangeTexts``) and ``responses`` (``NoPoints``).
    """

    numbers: pd.DataFrame
    answers: pd.DataFrame
    points: pd.DataFrame
    changes: pd.DataFrame
    responses: pd.DataFrame
