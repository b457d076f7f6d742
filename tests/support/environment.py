"""Loaded by pytest before Django's settings are: tests never run in production's mode, or on somebody's database."""

import os

os.environ["STEGVIS_MODE"] = "test"
for _name in [name for name in os.environ if name.endswith("DATABASE_URL")]:
    del os.environ[_name]
