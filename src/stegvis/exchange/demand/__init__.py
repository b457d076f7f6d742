"""What people lack and cannot find, gathered so that it can be bought or asked for."""
