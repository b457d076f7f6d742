"""A framework as an Excel workbook that people fill in: one sheet for each kind of part, in Swedish."""
