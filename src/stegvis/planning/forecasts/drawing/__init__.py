"""Charts of forecasts as SVG of one's own: the same on the page, in print and in the report, with no script."""
