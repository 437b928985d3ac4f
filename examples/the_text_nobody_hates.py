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
# # The text that nobody hates
#
# Of all texts that the brackets allow, which meets the fewest objections, and how many are as good?

# %%
import bracketed as bt

draft = bt.read("harbour_plan.txt")
positions = bt.positions(draft)
space = bt.variants(draft, positions)
answer = bt.least_contested(space, positions)
f"{space.count():,} texts; the best meet {answer.objections} objections and {answer.blocks} red lines; {answer.ties} do"

# %% [markdown]
# One of them is shown. What is against it, and where?

# %%
for row in positions:
    if row.stance in ("objects", "blocks") and answer.variant.choices.get(row.bracket) == row.option:
        print(f"{row.delegation} objects to {row.bracket}={row.option}: {row.evidence.words}")

# %% [markdown]
# The others are as good. Where they differ, the choice is a toss, which is left to the room; so another delegation may
# be in the way of them.

# %%
for toss in answer.tossed:
    print(toss.sentence)
print("In the way:", answer.in_the_way.words)

# %% [markdown]
# Another rule counts what the one bears who bears most. `frontier` shows the trade-off between
# few objections in all and a light burden for the worst off.

# %%
for found in bt.frontier(space, positions):
    burdens = {name: share.objections for name, share in found.by_delegation.items() if share.objections}
    print(f"{found.objections:g} objections in all, at most {max(burdens.values()):g} for one: {burdens}")

# %% [markdown]
# One provision of the best text, before and after.

# %%
provision = draft.provision("H.2-c")
print(draft.source[slice(*provision.body)].split("\t")[0].strip())
print(answer.variant.provision("H.2-c"))
