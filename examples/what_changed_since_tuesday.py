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
# # What changed since Tuesday?
#
# A new draft is on the table, and its paragraphs bear other numbers. Which brackets are gone, and how were they closed?
# What is new? Who got what, and how far have we come?
#
# The six drafts in `negotiation` are invented. Put yours in their place, the earliest first.

# %%
from pathlib import Path

import pandas as pd

import bracketed as bt

pd.set_option("display.max_colwidth", None, "display.width", 200)

drafts = [bt.read(path) for path in sorted(Path("negotiation").glob("draft_*.txt"))]
progress = bt.progress(drafts)
progress

# %% [markdown]
# ## From Tuesday's draft to today's
#
# A bracket is known by its words and by what is around it, not by its number: `7#1` of Wednesday may be `6#1` of
# Tuesday.

# %%
tuesday = progress.steps[2]
for change in tuesday.changes:
    if change.what == "bracket" and change.kind != "unchanged":
        print(change.sentence)

# %% [markdown]
# What became of the paragraphs? Words that changed outside all brackets are listed too: nobody had contested them.

# %%
for change in tuesday.changes:
    if change.what == "provision" and change.kind != "renumbered":
        print(change.sentence)

# %% [markdown]
# As a table, with all that a program needs:

# %%
tuesday.to_frame().query("kind == 'closed'")[["before", "provision_after", "outcome", "option", "words_after"]]

# %% [markdown]
# ## How far have we come?

# %%
frame = progress.to_frame()
frame[["draft", "brackets", "contested", "share", "opened", "closed"]].round(2)

# %%
drawn = bt.plots.progress(progress)

# %% [markdown]
# A line through these numbers is a line, no forecast. Without any one of the drafts it would end elsewhere:

# %%
pace = progress.pace()
print(pace.sentence if pace else "The number of brackets does not fall.")

# %% [markdown]
# ## Who got what?
#
# By what each delegation had said of the draft before. New wording that takes the place of all options meets everybody
# halfway.

# %%
for account in progress.accounts:
    print(account.sentence)
