"""Derive what was published again, in another way, and say where it differs. Pure: no disk, no steps."""
