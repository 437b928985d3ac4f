"""Cases in Markdown files: a draft, and what must be read from it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Case:
    """A case: its file, title, draft, other blocks by name, settings (`key: value`) and all words outside of blocks."""

    file: str
    title: str
    draft: str
    blocks: dict[str, str]
    settings: dict[str, str] = field(default_factory=dict)
    prose: str = ""

    def __str__(self) -> str:
        return f"{self.file}: {self.title}"

    @property
    def file_name(self) -> str:
        """What a file is called that is about this case alone."""
        return re.sub(r"\W+", "_", self.title).strip("_").casefold()


def cases(folder: str) -> list[Case]:
    """Return all cases in the files of a folder of `tests/`."""
    found = []
    for path in sorted((HERE / folder).glob("*.md")):
        if path.name == "README.md":
            continue
        for section in re.split(r"(?m)^## ", path.read_text(encoding="utf-8"))[1:]:
            title, _, body = section.partition("\n")
            blocks = {m[1]: m[2] for m in re.finditer(r"(?ms)^```(\w+)\n(.*?)^```$", body)}
            outside = re.sub(r"(?ms)^```\w+\n.*?^```$", "", body)
            settings = dict(re.findall(r"(?m)^(\w+): *(\S.*?) *$", outside))
            draft = blocks.pop("draft", "").removesuffix("\n")
            found.append(Case(path.stem, title.strip(), draft, blocks, settings, outside))
    # A test of no cases would pass.
    assert found, folder
    return found
