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
# # A first look: from a draft to the least contested text
#
# The draft action plan of a Regional Harbours Conference (invented) has been read once. What is open, who wants what,
# what is deadlocked, and which text would meet the fewest objections?
#
# Open this file as a notebook with Jupytext, or run it with Python in this folder.

# %%
import pandas as pd

import bracketed as bt

pd.set_option("display.max_colwidth", None)

draft = bt.read("harbour_plan.txt")
draft

# %% [markdown]
# ## What is open
#
# One row an option. A bracket inside an option of another has a `parent`.

# %%
brackets = draft.to_frame()
brackets[["bracket", "kind", "option", "text"]].head(8)

# %% [markdown]
# How much of each objective is open?

# %%
once = brackets.drop_duplicates("bracket")
once.groupby(once["provision"].str[:3]).size().rename("brackets")

# %% [markdown]
# ## What is doubtful in the draft
#
# Slips never stop the reading. Each is named with its line.

# %%
bt.to_frame(draft.diagnostics)[["line", "code", "message"]]

# %% [markdown]
# ## Who wants what

# %%
positions = bt.positions(draft)
positions

# %%
rows = positions.to_frame()
rows[rows["bracket"] == "H.3-c#1"][["delegation", "option", "stance", "line"]]

# %% [markdown]
# Some delegations argue about words that are in no bracket. These are implied brackets, contested all the same.

# %%
for implied in positions.implied:
    print(implied.bracket.id, implied.bracket.words)

# %% [markdown]
# Remarks that carry no stance are kept, and comments that could not be used are named.

# %%
for note in positions.notes:
    print(f"note, line {note.line}: {note.delegation}: {note.text}")
for finding in positions.diagnostics:
    print(f"line {finding.line}: {finding.message}")

# %% [markdown]
# ## How many texts are possible
#
# Brackets whose words show that they put the same choice are one decision.

# %%
space = bt.variants(draft, positions)
for link in space.links:
    print(link.reason, "→", ", ".join(link.brackets))
space

# %% [markdown]
# Any of them can be had by its number, or drawn.

# %%
for variant in space.sample(3, seed=2026):
    print(variant.index, "|", variant.provision("H.1-5"))

# %% [markdown]
# ## What is deadlocked

# %%
brackets = bt.blocking(space, positions)
for row in brackets.of("blocking"):
    print(row.sentence)

# %% [markdown]
# Three of these are one decision, on what to call power at berth. Say that the UK gives way there:

# %%
after = positions.without("UK")
sorted({row.id for row in brackets.of("blocking")} - {row.id for row in bt.blocking(space, after).of("blocking")})

# %% [markdown]
# ## The least contested text

# %%
answer = bt.least_contested(space, positions)
print(f"{answer.blocks} red lines, {answer.objections} objections, {answer.supports} supports; {answer.ties} texts tie")

# %%
answer.to_frame().query("objections > 0")

# %%
for label in ("H.1-4", "H.2-c", "H.2-d", "H.3-c", "H.4"):
    print(f"{label}: {answer.variant.provision(label)}")

# %% [markdown]
# What was repaired where brackets were settled:

# %%
for repair in answer.variant.repairs:
    print(f"{repair.rule}: “{repair.before}” became “{repair.after}”")
