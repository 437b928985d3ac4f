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
# # What could be traded?
#
# Where everybody objects a little to everything, nothing can be closed, but much can be traded. The table says where
# each delegation is on each scale, how much the issue matters to it, and how much its voice weighs.

# %%
import bracketed as bt

draft, positions = bt.read_scales("harbour_scales.csv")
space = bt.variants(draft)
print(draft.source)

# %% [markdown]
# An exchange takes two who are on opposite sides on two issues. Each gives way on the one that matters less to it, by
# as much as makes both gains equal; the next exchange presupposes it.

# %%
trades = bt.exchanges(space, positions)
for trade in trades:
    print(trade.sentence)

# %% [markdown]
# What that comes to on each scale: the mean of all positions, by salience and weight, before and after.

# %%
for scale in trades.expected:
    print(f"{scale.bracket}: {scale.before:.1f} → {scale.after:.1f}")

# %% [markdown]
# Peru, which has no position of its own, cannot accept more than 80 per cent of shore power: no exchange brings what is
# expected past that red line.

# %%
line = [{"delegation": "Peru", "bracket": "2#1", "option": "80", "stance": "blocks"}]
for scale in bt.exchanges(space, positions + bt.read_positions(line, draft)).expected:
    print(f"{scale.bracket}: {scale.before:.1f} → {scale.after:.1f}")

# %% [markdown]
# And of the options that a delegation requests: which lose the least, salience × worth, over all?

# %%
answer = bt.least_contested(space, positions, rule="loss")
print(answer.variant.text)
print({name: round(own.loss, 1) for name, own in answer.by_delegation.items()})
