"""Looking replies of organisations through: sent back, sent again, approved, locked."""
