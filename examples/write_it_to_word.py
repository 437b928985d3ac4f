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
# # Write it to Word
#
# The secretary sends the text round once more: how it would read if the least contested options were taken, as tracked
# changes that everybody can accept or reject, with a comment on each bracket that says who wants what.

# %%
from pathlib import Path
from tempfile import TemporaryDirectory

import bracketed as bt

folder = TemporaryDirectory()
draft = bt.read("harbour_plan.txt")
positions = bt.positions(draft)
best = bt.least_contested(bt.variants(draft, positions), positions).variant

# %% [markdown]
# This draft is plain text, so a new document is made of it. One that was read from Word is written back into the same
# document: only what the brackets change is changed.

# %%
redline = Path(folder.name, "redline.docx")
bt.write(best, redline, redline=True, positions=positions)

# %% [markdown]
# Reject all changes, and the draft is back, with a comment more on each bracket.

# %%
before = bt.read(redline, changes="reject")
print(len(before.brackets) == len(draft.brackets))
for comment in before.comments:
    if comment.author == "bracketed" and comment.provision in ("H.1-4", "H.4-d"):
        print(comment.text, end="\n\n")

# %% [markdown]
# Accept them, and the clean text is there, as if it had been written at once.

# %%
bt.write(best, Path(folder.name, "clean.docx"))
after, clean = bt.read(redline, changes="accept"), bt.read(Path(folder.name, "clean.docx"))
print(len(after.brackets), len(clean.brackets))
provision = clean.provision("H.1-4")
print(clean.source[slice(*provision.body)])

# %% [markdown]
# Without Word the same is written as CriticMarkup: `{--gone--}`, `{++new++}`, `{>>a comment<<}`.

# %%
bt.write(best, Path(folder.name, "redline.md"), redline=True, positions=positions)
(line,) = [line for line in Path(folder.name, "redline.md").read_text("utf-8").splitlines() if "H.4-3:" in line]
print(line)
folder.cleanup()
