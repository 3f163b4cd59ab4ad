"""The commands ``textmine review export`` and ``textmine review import``."""

from textmine.cli import review_export, review_import
from textmine.cli.review_group import review

__all__ = ["review", "review_export", "review_import"]
