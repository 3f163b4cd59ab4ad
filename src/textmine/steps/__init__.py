"""Pure steps: tables in, settings last, tables out. No step imports another step, nor the store."""
