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
# # Settle what can be closed, and leave the rest in brackets
#
# It is evening. The chair wants to hand out the text with everything closed on which nobody disagrees, and nothing else
# touched.

# %%
from pathlib import Path
from tempfile import TemporaryDirectory

import bracketed as bt

draft = bt.read("harbour_plan.txt")
positions = bt.positions(draft)
space = bt.variants(draft, positions)
tonight = bt.closings(space, positions, "closable")
print(tonight.sentence)

# %% [markdown]
# What is closed, and the words that it takes:

# %%
for bracket, letter in tonight.choices.items():
    print(f"{bracket}: {space.texts[bracket, letter] or '(left out)'}")

# %% [markdown]
# Why each of the others stays open:

# %%
for bracket, reason in tonight.open.items():
    print(f"{bracket}: {reason}")

# %% [markdown]
# The chair has decided one bracket more, in a corridor. What is named is closed in any case.

# %%
decided = bt.closings(space, positions, "closable", {"H.1-4#1": "b"})
settled = bt.settle(draft, decided.choices, positions)
print(len(draft.brackets), "brackets before,", len(settled.brackets), "after")
provision = settled.provision("H.1-4")
print(settled.source[slice(*provision.body)].splitlines()[0])

# %% [markdown]
# The draft that is left is one like any other, and can be settled further tomorrow. The delegations get it as a Word
# document that shows what was closed.

# %%
folder = TemporaryDirectory()
redline = Path(folder.name, "evening.docx")
bt.write(decided.settlement, redline, redline=True, positions=positions)
closed, before = (bt.read(redline, changes=changes) for changes in ("accept", "reject"))
print(len(before.brackets), len(closed.brackets))
folder.cleanup()
