"""Charts of told tables, drawn as SVG of one's own: the same in the page and in print, with no library in either."""
