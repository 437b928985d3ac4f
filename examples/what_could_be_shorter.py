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
# # What could be shorter?
#
# After some readings a draft holds brackets that nobody needs. Which of them could go, and would any delegation lose
# something by it?

# %%
import bracketed as bt

draft = bt.read("lighthouse_note.txt")
answer = bt.streamline(draft)
for suggestion in answer:
    print(suggestion.id, suggestion.sentence)

# %% [markdown]
# What would the words be, and what would that save?

# %%
for suggestion in answer:
    if suggestion.after:
        print(f"{suggestion.before}  →  {suggestion.after}")
print(sum(suggestion.saves.words for suggestion in answer), "words")

# %% [markdown]
# All that change words are carried out at once. The draft is read again, and the positions are carried to the letters
# that options have in it.

# %%
ids = [suggestion.id for suggestion in answer if suggestion.kind != "link"]
shorter, positions = answer.apply(*ids)
print(shorter.source)
for row in positions:
    print(row.delegation, row.stance, row.bracket, row.option)

# %% [markdown]
# Nobody's position has changed: what was closable is closable still.

# %%
before = bt.least_contested(bt.variants(draft), bt.positions(draft))
after = bt.least_contested(bt.variants(shorter), positions)
print(before.objections, after.objections)

# %% [markdown]
# Some changes only show themselves when others have been made.

# %%
for suggestion in bt.streamline(shorter, positions):
    print(suggestion.id, suggestion.after)
