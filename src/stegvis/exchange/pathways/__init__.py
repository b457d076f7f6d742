"""The offers that together close most of somebody's gap."""
