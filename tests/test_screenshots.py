"""The pictures of the documentation are those that the script takes, small enough for a page, and shown somewhere."""

from __future__ import annotations

from pathlib import Path

from docs.make_screenshots import IMAGES, LARGEST, PICTURES, ROOT


def test_there_is_a_picture_of_each_thing_and_no_other() -> None:
    assert {path.name for path in IMAGES.iterdir()} == {f"{name}.png" for name in PICTURES}
    assert all(path.stat().st_size <= LARGEST for path in IMAGES.iterdir())


def test_each_picture_is_shown() -> None:
    pages = [ROOT / "README.md", *Path(ROOT, "docs").rglob("*.md")]
    text = "".join(page.read_text(encoding="utf-8") for page in pages)
    assert [name for name in PICTURES if f"images/{name}.png" not in text] == []
