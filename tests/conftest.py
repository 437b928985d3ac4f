"""Settings for all tests."""

from __future__ import annotations

from hypothesis import settings

# How long an example takes depends on the machine; a slow one is no fault.
settings.register_profile("tests", deadline=None)
settings.load_profile("tests")
