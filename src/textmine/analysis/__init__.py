"""Pure calculations behind the analysis tables and the funnel."""
