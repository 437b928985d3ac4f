"""The command line: each question about a draft is a verb.

Answers go to standard output, all else to standard error. Verbs are listed in the order in which they are imported
here, which is the order of the work.
"""

# isort: off
from bracketed.cli.main import main
from bracketed.cli import draft as reading
from bracketed.cli import variants as texts
from bracketed.cli import consensus as obstacles
from bracketed.cli import diff as over_time
from bracketed.cli import corpus as many
from bracketed.cli import write as writing
from bracketed.cli import html as pages

__all__ = ["main", "many", "obstacles", "over_time", "pages", "reading", "texts", "writing"]
