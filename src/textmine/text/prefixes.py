"""First parts that Dutch joins with a hyphen."""

HYPHEN_PREFIXES = frozenset(
    "adjunct aspirant bijna concept ex honoris kandidaat leerling niet non noord oost oud plan post pre pro pseudo "
    "quasi semi sint stagiair vice west zuid".split()
)
