"""Dutch minutes and consultation responses: from files to statements, topics, codes and a publication."""

__version__ = "0.1.0"
