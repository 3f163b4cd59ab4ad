"""How far two values of a coder lie apart: matrices that Krippendorff's alpha takes.

A value is a set of codes: one row of ``members`` (values x codes, true where the code is in the set). A
dimension in which every statement has one code is the case in which every set has one member.

Alpha is defined on squared differences (Krippendorff 2011). Set distances take their place unsquared, as
in Passonneau (2006) and Artstein and Poesio (2008).
"""

import numpy as np
from numpy.typing import NDArray

Real = NDArray[np.float64]
Members = NDArray[np.bool_]

_SUBSET = 2 / 3
_CROSSING = 1 / 3


def nominal(members: Members) -> Real:
    """Return 0 for the same set and 1 for any other."""
    return np.asarray(_sizes(members)[0] != _sizes(members)[1], dtype=np.float64)


def jaccard(members: Members) -> Real:
    """Return 1 - intersection / union (Jaccard 1901); two empty sets are the same."""
    shared, joined = _sizes(members)
    return 1 - np.divide(shared, joined, out=np.ones_like(shared), where=joined > 0)


def masi(members: Members) -> Real:
    """Return 1 - Jaccard x monotonicity (Passonneau 2006).

    Monotonicity is 1 for equal sets, 2/3 when one holds the other, 1/3 when they only overlap and 0 when
    they share nothing: leaving a code out is a smaller difference than contradicting each other.
    """
    shared, joined = _sizes(members)
    size = members.sum(axis=1)
    within = shared == np.minimum(size[:, None], size[None, :])
    factor = np.where(within, _SUBSET, _CROSSING)
    factor[shared == joined] = 1
    return 1 - factor * (1 - jaccard(members))


def _sizes(members: Members) -> tuple[Real, Real]:
    """Return the sizes of the intersection and of the union of every two sets."""
    each = members.astype(np.float64)
    shared = each @ each.T
    size = each.sum(axis=1)
    return shared, size[:, None] + size[None, :] - shared


DISTANCES = {"nominal": nominal, "masi": masi, "jaccard": jaccard}
"""Distance between values by its name."""
