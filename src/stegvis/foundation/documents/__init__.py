"""Documents in and out: workbooks and delimited text are read with suspicion and written without surprises."""
