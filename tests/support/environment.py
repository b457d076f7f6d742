"""Loaded by pytest before anything else: how Stegvis and Hypothesis run under test.

Tests never run in production's mode, or on somebody's database.
"""

import gc
import os

from hypothesis import HealthCheck, settings

gc.disable()  # until all is loaded, which stays: tests/conftest.py lets the collector go on
os.environ["STEGVIS_MODE"] = "test"
for _name in [name for name in os.environ if name.endswith("DATABASE_URL")]:
    del os.environ[_name]

# The same examples each time, so that nobody's change fails on what was drawn for it, however busy the machine is.
# ``pytest --hypothesis-profile=search`` draws new ones, and many; what it finds becomes an @example.
_patient = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("same", **_patient, max_examples=15, derandomize=True, database=None)
settings.register_profile("search", **_patient, max_examples=2000)
settings.load_profile("same")
