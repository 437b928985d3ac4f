"""How far each article of a run of drafts has come: what is open in it in each draft, and what became of the rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from bracketed.draft.articles import count_cell, table_by_article
from bracketed.draft.draft import Draft
from bracketed.phrasing import joined_and
from bracketed.progress.articles import Articles
from bracketed.progress.changes import BRACKET_KINDS, Change
from bracketed.views import Bar, Block, Listing, Record

COLUMNS = f"article draft number named provisions brackets words contested share {' '.join(BRACKET_KINDS)}"
# Drafts whose figures fit beside the names of parts on a page.
_DRAFTS = 4
# How brackets were closed, as the head of a column says it, and then what else became of them.
_OUTCOMES = {"kept": "kept", "alternative": "option", "omitted": "left out", "new wording": "new text", "": "closed"}
_GONE, _RARE = "gone", "other"
_BECAME = (*_OUTCOMES.values(), _GONE, "opened", "narrowed", "widened", _RARE)


def progress_by_article(articles: Articles, drafts: Sequence[Draft], steps: Sequence[Sequence[Change]]) -> Listing:
    """Return a row for each article in each draft: what is open in it, and what changed in it since the one before.

    A bracket that was closed counts where it was; of any other change it counts where the bracket is now. In a draft
    that does not have the article `named` is "" and `share` None.

    Args:
        articles: the articles, paired over the drafts.
        drafts: the drafts, the earliest first.
        steps: the changes from each to the next.
    """
    places = [{bracket.id: bracket.span.start for bracket in draft.brackets} for draft in drafts]

    def article_of(change: Change, later: int) -> str:
        was_closed = change.kind == "closed"
        draft = later - was_closed
        return articles.at(draft, places[draft][(change.before if was_closed else change.after)[0]])

    changed = [
        [(article_of(change, later), change) for change in step if change.what == "bracket"]
        for later, step in enumerate(steps, 1)
    ]
    rows = [*_rows(articles, drafts, places, changed)]
    grouped: dict[str, list[Record]] = {}
    for row in rows:
        grouped.setdefault(row["article"], []).append(row)
    blocks = [*_blocks(articles, grouped, [one for step in changed for one in step])]
    return Listing(rows, rows, blocks, COLUMNS)


def _rows(
    articles: Articles,
    drafts: Sequence[Draft],
    places: Sequence[dict[str, int]],
    changed: Sequence[Sequence[tuple[str, Change]]],
) -> Iterator[Record]:
    """Yield the rows; what is in no article has none where there is nothing of the kind in any draft."""
    opened = [Counter(articles.at(place, at) for at in places[place].values()) for place in range(len(drafts))]
    provisions = [
        Counter(articles.at(place, one.span.start) for one in draft.provisions) for place, draft in enumerate(drafts)
    ]
    kinds = [Counter((article, change.kind) for article, change in step) for step in changed]
    parts = [draft.outline.parts for draft in drafts]
    for article in articles.names:
        named = [own.get(article, "") for own in articles.own_names]
        if article == articles.names[-1] and not any(part[own].words for part, own in zip(parts, named, strict=True)):
            continue
        for place, (draft, own) in enumerate(zip(drafts, named, strict=True)):
            part = parts[place][own] if own else None
            words, contested = (part.words, part.contested) if part else (0, 0)
            yield {
                "article": article,
                "draft": draft.name,
                "number": place + 1,
                "named": own,
                "provisions": provisions[place][article],
                "brackets": opened[place][article],
                "words": words,
                "contested": contested,
                "share": part.share if part else None,
                **{kind: kinds[place - 1][article, kind] if place else None for kind in BRACKET_KINDS},
            }


def _blocks(
    articles: Articles, grouped: dict[str, list[Record]], changed: Sequence[tuple[str, Change]]
) -> Iterator[Block]:
    """Yield how many brackets each part has in each draft, and of two drafts what became of how many."""
    drafts = len(articles.known_as)
    shown = range(max(0, drafts - _DRAFTS), drafts)
    found = Counter((article, _became(change)) for article, change in changed if change.kind != "unchanged")
    kinds = [kind for kind in _BECAME if any(kind == became for _, became in found)] if drafts == 2 else []
    cells = []
    for article, rows in grouped.items():
        counts = [_open(rows[place]) for place in shown]
        became = [count_cell(found[article, kind]) for kind in kinds]
        cells.append([*counts, *became] if any((*counts, *became)) else [])
    heads = ["before", "after"] if drafts == 2 else [f"draft {place + 1}" for place in shown]
    titles = map(articles.title, grouped)
    yield from table_by_article(titles, ["brackets (words in them)", *heads, *kinds], cells)
    closed = [kind for kind in kinds if kind in _OUTCOMES.values()]
    notes = [f"{joined_and(closed)}: how brackets were closed"] if closed else []
    notes += ["gone: with their provisions, or the options around them"] * (_GONE in kinds)
    notes += ["other: moved, split or merged"] * (_RARE in kinds)
    yield from [f"({'; '.join(notes)})"] * bool(notes)


def _open(row: Record) -> str:
    """Return the cell that says how many brackets a part has in a draft, and which share of its words is in them."""
    if not row["brackets"] and not row["contested"]:
        return ""
    return Bar(f"{row['brackets']:,} ({row['share']:.0%})", row["share"])


def _became(change: Change) -> str:
    """Return under which head a table shows what became of a bracket."""
    if change.is_gone:
        return _GONE
    if change.kind == "closed":
        return _OUTCOMES.get(change.outcome, _OUTCOMES[""])
    return change.kind if change.kind in _BECAME else _RARE
