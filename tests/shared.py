"""The real draft that the library is tried on. It lies beside the checkout and is not part of the project."""

from __future__ import annotations

from pathlib import Path

import pytest

SHARED = Path(__file__).parents[2] / "shared" / "data"
WTDC = SHARED / "wtdc.txt"

needs_shared = pytest.mark.skipif(not WTDC.exists(), reason="the real draft is not here (../shared/data/wtdc.txt)")
