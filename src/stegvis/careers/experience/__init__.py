"""A longer working life: roles for experienced staff, wishes of one's own, and what goes when people retire."""
