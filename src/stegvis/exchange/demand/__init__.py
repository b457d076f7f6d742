"""What people lack and cannot find, counted so that nobody is singled out, and gathered into something to buy."""
