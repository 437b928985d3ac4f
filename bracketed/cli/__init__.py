"""The command line: each question about a draft is a verb.

Answers go to standard output, all else to standard error. Verbs are listed in the order in which they are imported
here, which is the order of the work.
"""

# isort: off
from bracketed.cli.command import main
from bracketed.cli import reading, texts, obstacles, over_time, many, writing, pages

__all__ = ["main", "many", "obstacles", "over_time", "pages", "reading", "texts", "writing"]
