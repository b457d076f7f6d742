"""What employers of a collaboration give each other and get, and the costs that they share."""
