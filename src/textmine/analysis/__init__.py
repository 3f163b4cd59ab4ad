"""Pure calculations behind the analysis tables, the funnel, and the agreement of reviewers."""
