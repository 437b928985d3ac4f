"""What changed from draft to draft: provisions aligned, brackets followed, and how far the negotiation has come.

A draft becomes a row of words that know their bracket and their provision (`words`). Provisions are paired by their
words and, inside a pair, words by words (`alignment`); brackets are then paired by the words they share and by the
place they stand in (`matching`, `places`), and what has become of each is told (`changes`, `telling`). `drafts` puts
the steps of a negotiation together, with what each delegation got (`accounts`) and a line through the points (`pace`).
"""
