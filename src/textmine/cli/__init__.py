"""Command line: parse, call, show progress and errors. Heavy imports happen inside the commands."""

from textmine.cli.app import main

__all__ = ["main"]
