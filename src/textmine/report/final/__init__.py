"""The final report of a dialogue: all parts in one page and one workbook, with the part in sight."""
