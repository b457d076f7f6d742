"""Development plans, and the employer's year that gives them their dates."""
