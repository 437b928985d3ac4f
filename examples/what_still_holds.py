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
# # What still holds?
#
# Yesterday's table was made for yesterday's draft. In today's draft the brackets have other numbers, one option is gone
# and another has other words. Which positions still hold, and which are to be checked?
#
# Drafts and positions in `negotiation` are invented. Put yours in their place.

# %%
import pandas as pd

import bracketed as bt

pd.set_option("display.max_colwidth", 40, "display.width", 200)

yesterday = bt.read("negotiation/draft_3.txt")
today = bt.read("negotiation/draft_4.txt")
positions = bt.read_positions("negotiation/positions_on_draft_3.csv", yesterday)
carried = bt.carry(positions, yesterday, today)
carried

# %% [markdown]
# ## Look at these first
#
# They are not used until they are confirmed.

# %%
for row in carried.of("reworded", "lost"):
    print(row.sentence)

# %% [markdown]
# What was closed is settled, one way or the other:

# %%
for row in carried.of("closed"):
    print(row.sentence)

# %% [markdown]
# ## The rest holds
#
# `3#1` of yesterday is `4#1` today, and `3#1` is another bracket. Each row is where its words are.

# %%
carried.to_frame().query("fate in ('kept', 'moved')")[["delegation", "stance", "bracket", "bracket_now", "words_now"]]

# %%
space = bt.variants(today, carried.positions)
print(bt.blocking(space, carried.positions)["4#1"].sentence)

# %% [markdown]
# ## Decisions are carried too

# %%
decided = {"2#2": "omit", "3#1": "b", "7#1": "a"}
for row in (decisions := bt.carry(decided, yesterday, today)):
    print(row.sentence)
dict(decisions.choices)
