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
# # A brief for the chair, at midnight
#
# What is deadlocked, who has to move, and what could be traded? This notebook answers in sentences that can be
# read out. It does so for the harbour plan beside it; put the path of your own draft in its place.

# %%
import bracketed as bt

draft = bt.read("harbour_plan.txt")
positions = bt.positions(draft)
space = bt.variants(draft, positions)
print(bt.brief(space, positions))

# %% [markdown]
# The same in one file that can be printed and sent round: `bt.report(space, positions, "report.html")`.
#
# What if the United Kingdom could live with the words on power at berth?

# %%
moved = positions.what_if({"UK": {"H.4#1": "accepts"}})
for change in bt.what_if(space, positions, moved):
    print(f"{change.what}, {change.name}: {change.before} → {change.after}")
