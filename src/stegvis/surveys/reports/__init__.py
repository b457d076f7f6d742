"""Reports: blocks of text, tables and charts of what rounds have told, published as versions that never change."""
