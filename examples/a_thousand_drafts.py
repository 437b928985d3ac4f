# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # A thousand drafts in one table
#
# Where is most still open, and who objects most often? Here are a thousand short drafts, made up on the spot; put the
# pattern of your own in place of the folder.

# %%
import random
from pathlib import Path
from tempfile import TemporaryDirectory

import bracketed as bt

folder = TemporaryDirectory()
chance = random.Random(7)
for number in range(1000):
    lines = []
    for label in range(1, chance.randint(2, 5)):
        verb = chance.choice(["[shall/should]", "shall", "may"])
        term = chance.choice(["[free of charge]", "[on agreed terms]", "each year"])
        parties = chance.sample(["Norway", "Kenya", "Japan", "Chile"], chance.randint(1, 2))
        wishes = [f"{party} – {chance.choice(['delete', 'keep', 'cannot accept'])} “{term[1:-1]}”" for party in parties]
        comments = [f"\tComment by Secretariat: {wish}" for wish in wishes] if term.startswith("[") else []
        lines.append("\n".join([f"{label}. Ports {verb} share their charts {term}.", *comments]))
    Path(folder.name, f"draft_{number:04}.txt").write_text("\n".join(lines), encoding="utf-8")
Path(folder.name, "draft_0500.txt").write_bytes(b"\x00 this is no text")
len(list(Path(folder.name).iterdir()))

# %% [markdown]
# One row a draft. With `engine="processes"` all processors work on it, with a Dask client a cluster; the answer is the
# same. What has been read is kept in `rows.csv`, so that a second run has nothing left to read.

# %%
kept = Path(folder.name, "rows.csv")
drafts = bt.corpus(f"{folder.name}/draft_*.txt", resume=kept)
drafts["file"] = drafts["file"].map(lambda name: Path(name).name)
drafts[["brackets", "positions", "blocking", "closable", "silent"]].sum()

# %% [markdown]
# One of them could not be read. The others were, all the same.

# %%
drafts[drafts.error != ""][["file", "error"]]

# %% [markdown]
# Where is most still in brackets?

# %%
drafts.nlargest(5, "contested_share")[["file", "contested_share", "blocking"]].round(2)

# %% [markdown]
# And who is against most?

# %%
positions = bt.corpus(f"{folder.name}/draft_*.txt", rows="positions")
against = positions[positions.stance.isin(["objects", "blocks"])]
against.groupby("delegation").size().sort_values(ascending=False)

# %%
folder.cleanup()
