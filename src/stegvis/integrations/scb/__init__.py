"""Inhabitants by municipality and age from Statistics Sweden's open database (PxWebApi v2). Off unless switched on."""
