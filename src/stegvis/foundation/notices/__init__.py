"""What somebody should know: shown in the product, gathered in a letter, and as days in a calendar."""
