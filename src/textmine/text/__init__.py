"""Pure functions over Dutch text: repair, offset maps, structure, sentences. No tables, no disk."""
