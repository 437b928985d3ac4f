"""Real drafts, which are not part of the project: they are read if they lie beside the checkout."""

from __future__ import annotations

from pathlib import Path

import pytest

SHARED = Path(__file__).parents[2] / "shared" / "data"
WTDC = SHARED / "wtdc.txt"

needs_shared = pytest.mark.skipif(not WTDC.exists(), reason="the real draft is not here (../shared/data/wtdc.txt)")
