"""Agreement, leniency and sampling: plain arrays in, figures out. NumPy only."""
