"""What changed from draft to draft: provisions paired, brackets followed, and how far the negotiation has come.

A draft becomes a row of words that know their bracket and their provision (`tokens`); a name that one draft abbreviates
is one word (`abbreviations`). Provisions are paired by the words they share (`provisions`) and, inside a pair, words by
words (`alignment`); brackets are then paired by the words they share and by the place they are in (`matching`). How
the others were closed is read off the words at their place (`closures`), or off the best way through the brackets of
their provision (`ways`, `standings`, `evidence`). All this makes a list of changes (`diff`, `changes`), and over a run
of drafts a history of each bracket (`histories`). `progress` puts the steps of a negotiation together, with what each
delegation got (`accounts`) and a line through the points (`trend`). By the same comparison positions and
choices are carried to the next draft (`carrying`, `carried`, `carried_table`).
What of one draft is not in the other (`losses`) is listed where nothing shows it (`unmarked`), and pages and documents
show the later text with what is new and what is gone, word by word (`revisions`).

`compilation` puts copies of one draft together: lines and words compared (`lines`), whose copy each is (`copies`), and
the changes as brackets with owners (`bracketing`), which are read again to see that they say so (`compiled_text`).
"""
