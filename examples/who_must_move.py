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
# # Who must move?
#
# The cheapest ways out, what one delegation's move would close, and what it would change.

# %%
import bracketed as bt

draft = bt.read("harbour_plan.txt")
positions = bt.positions(draft)
space = bt.variants(draft, positions)

# %% [markdown]
# A concession is a smallest set of stances whose withdrawal leaves a text that nobody objects to. The cheapest are a
# product: some moves are in all of them, and the rest is a choice at each bracket.

# %%
ways = bt.concessions(space, positions)
for sentence in ways.product:
    print(f"{sentence}\n")

# %%
[(row.delegation, row.bracket, row.option) for row in ways.forced]

# %% [markdown]
# What would close if one delegation gave way everywhere, or one choice of words were settled once for all places?

# %%
for lever in bt.leverage(space, positions):
    if lever.closes and lever.kind != "bracket":
        print(lever.sentence)

# %% [markdown]
# Try it: the United Kingdom lives with the words on power at berth.

# %%
moved = positions.what_if({"UK": {"H.4#1": "accepts"}})
for change in bt.what_if(space, positions, moved):
    print(f"{change.what}, {change.name}: {change.before} → {change.after}")
