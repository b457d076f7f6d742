"""Frameworks in and out in the formats that others use: CASE, Moodle, OpenSALT, Excel and our own YAML."""
