"""Whole numbers as a Dutch reader expects them, for the texts of tables and reports."""


def whole(number: int) -> str:
    """Write a whole number: ``1.234``."""
    return f"{number:,}".replace(",", ".")
