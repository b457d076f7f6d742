"""Inhabitants by municipality from Kolada (RKA's open interface, version 3). Off unless switched on."""
