"""The characters that stand in a masked text for what the grammar need not know.

They are taken from a private range of Unicode, where no letter lies; should a draft hold one, it is masked as a word.
"""

COMMENT = "\ue000"
WORD = "\ue001"
GAP = "\ue002"
STRAY = "\ue003"
# Said about words rather than a part of them: who wants them, what was agreed, a note. `BEHIND` follows a bracket.
ASIDE = "\ue004"
BEHIND = "\ue005"
# "OR" and "Option" in another language.
EITHER = "\ue006"
OPTION = "\ue007"
# Stands before a paragraph that an "alt" paragraph follows, and in place of the number of that one.
ALT = "\ue008"
ALT_LABEL = "\ue009"

ALL = (COMMENT, WORD, GAP, STRAY, ASIDE, BEHIND, EITHER, OPTION, ALT, ALT_LABEL)
