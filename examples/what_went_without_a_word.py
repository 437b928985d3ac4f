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
# # What went without a mark?
#
# The chair hands out a new draft in the morning. It shows what the text says now, and not what it no longer says. What
# is gone, who had requested it, and what is new that nobody had proposed?
#
# The two drafts in `overnight` are invented. Put yours in their place.

# %%
from pathlib import Path
from tempfile import mkdtemp

import pandas as pd

import bracketed as bt

pd.set_option("display.max_colwidth", None, "display.width", 200)

progress = bt.progress([bt.read("overnight/evening.txt"), bt.read("overnight/morning.txt")])
unmarked = progress.unmarked
print(unmarked.summary)

# %% [markdown]
# The gravest comes first: words with support, then whole provisions, then other words. Where brackets were
# lifted, words are plain text now although a delegation may still oppose them.

# %%
for row in unmarked:
    print(row.sentence)

# %% [markdown]
# Malta had requested “and lamps” in a comment, so it is no surprise, and is not among the rows.
#
# As a table, with all that a program needs:

# %%
unmarked.to_frame()[["direction", "kind", "words", "place", "supported", "opposed"]]

# %% [markdown]
# ## A page and a Word document
#
# The page has the later text, part by part, with what is new and what is gone, and what became of each bracket beside
# its words. The Word document has the same as tracked changes: to reject all of them gives the evening's text.

# %%
folder = Path(mkdtemp())
bt.write_changes(progress, folder / "changes.html")
bt.write_changes(progress, folder / "changes.docx")
sorted(file.name for file in folder.iterdir())
