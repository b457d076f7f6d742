"""What the person and others think of the same competences: apart, then side by side, then signed."""
