"""The publication as a Word document: what is in it, and how it is written."""
