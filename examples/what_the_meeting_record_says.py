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
# # What does the record of the meeting say?
#
# The comments in a draft are from before the meeting. What was said there is in its minutes.

# %%
import bracketed as bt

draft = bt.read("negotiation/draft_5.txt")
before = bt.positions(draft)
said = bt.read_record("negotiation/minutes_after_draft_5.md", draft)
for row in said:
    print(row.delegation, row.stance, row.bracket, row.option, "|", row.evidence)

# %% [markdown]
# Each sentence is read as a comment on the provision that its heading names, or that alone has the words it quotes.
# What is not read is never lost:

# %%
for finding in said.unread:
    print(finding.message)

# %% [markdown]
# What a delegation said in the meeting takes the place of what it had said before. Is more to be closed now?

# %%
now = before + said
for positions in (before, now):
    brackets = bt.blocking(bt.variants(draft, positions), positions)
    print({status: [one.id for one in brackets.of(status)] for status in ("blocking", "closable")})
