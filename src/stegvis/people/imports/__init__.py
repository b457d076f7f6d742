"""A staff list in: parsed and planned without a database, shown, and only then saved in one transaction."""
