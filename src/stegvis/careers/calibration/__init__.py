"""How evenly a framework is used."""
