"""Review by people, as values: which statements go out, and what a returned workbook says."""
