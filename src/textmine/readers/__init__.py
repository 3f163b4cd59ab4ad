"""One module per file format: bytes in, blocks of text with their place out."""
