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
# # Which brackets are deadlocked?
#
# A bracket is deadlocked if every way to settle it draws an objection or a red line. Those on which most hangs come
# first.

# %%
import bracketed as bt

draft = bt.read("harbour_plan.txt")
positions = bt.positions(draft)
space = bt.variants(draft, positions)
brackets = bt.blocking(space, positions)
brackets

# %%
for row in brackets.of("blocking"):
    print(f"{row.sentence}\n")

# %% [markdown]
# The others can be closed tonight, each with an option that nobody objects to. `silent` are those of which nobody has
# spoken.

# %%
for row in brackets.of("closable"):
    print(row.id, row.remedy)

# %%
[row.id for row in brackets.of("silent")]

# %% [markdown]
# As a table: one row an option.

# %%
table = brackets.to_frame()
table[table["status"] == "blocking"][["bracket", "letter", "supports", "objections"]]
