"""What changed from draft to draft: provisions aligned, brackets followed, and how far the negotiation has come.

A draft becomes a row of words that know their bracket and their provision (`tokens`). Provisions are paired by their
words and, inside a pair, words by words (`alignment`); brackets are then paired by the words they share and by the
place they stand in (`matching`, `closures`), which makes a list of changes (`diff`, `changes`). `progress` puts the
steps of a negotiation together, with what each delegation got (`accounts`) and a line through the points (`trend`).
What of one draft is not in the other (`losses`) is told where nothing shows it (`unmarked`), and pages and documents
show the later text with what is new and what is gone, word by word (`revisions`).
"""
