"""The commands of ``textmine review``."""

from textmine.cli import review_agreement, review_changes, review_export, review_import, review_status
from textmine.cli.review_group import review

__all__ = ["review", "review_agreement", "review_changes", "review_export", "review_import", "review_status"]
