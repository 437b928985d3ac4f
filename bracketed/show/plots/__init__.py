"""Pictures of the answers, drawn with matplotlib (`pip install 'bracketed[plot]'`).

Each function takes what the function of the library gives, and an `Axes` to draw on if you have one; it returns the
`Axes`, so that you can change and save the picture: `bt.plots.progress(negotiation).figure.savefig("progress.svg")`.
Where there are more names than can be read, every so many is written, or those that matter most.
"""

from bracketed.show.plots.curves import progress, ranking
from bracketed.show.plots.graph import coalitions
from bracketed.show.plots.matrix import blocking, heatmap

__all__ = ["blocking", "coalitions", "heatmap", "progress", "ranking"]
