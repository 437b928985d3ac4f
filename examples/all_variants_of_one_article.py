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
# # All variants of one article
#
# A lawyer wants to see every text that one provision can still have.

# %%
import bracketed as bt

draft = bt.read("harbour_plan.txt")
[(bracket.id, bracket.words) for bracket in draft.brackets if bracket.provision == "H.2-c"]

# %% [markdown]
# All brackets elsewhere are settled as in the first variant, which makes no difference to this provision. Links are
# left aside, so that nothing elsewhere is settled with it.

# %%
space = bt.variants(draft, links="none")
elsewhere = {bracket: letter for bracket, letter in space[0].choices.items() if not bracket.startswith("H.2-c#")}
article = space.fix(elsewhere)
article.count()

# %%
for variant in article:
    print(f"{variant.index}. {variant.provision('H.2-c')}")

# %% [markdown]
# The whole draft has far more. Any one of them is made without making the others.

# %%
print(f"{space.count():,}")
print(space[10_000].provision("H.2-c"))

# %%
for variant in space.sample(3, seed=7):
    print(variant.index, variant.provision("H.2-c"))
