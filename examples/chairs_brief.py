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
# # A brief for the chair, at midnight
#
# What is really blocking us, who has to move, and what could be traded? This notebook answers in sentences that can be
# read out. It does so for the harbour plan beside it; put the path of your own draft in its place.

# %%
import bracketed as bt


def brief(path: str) -> list[str]:
    """Return what a chair needs to know about a draft, a sentence a line."""
    draft = bt.read(path)
    positions = bt.positions(draft)
    space = bt.variants(draft, positions)
    standings = bt.blocking(space, positions)
    blocking = standings.of("blocking")
    ready, silent = len(standings.of("closable")), len(standings.of("silent"))
    lines = [
        f"{len(standings)} brackets are open: {len(blocking)} block, {ready} can be closed now, and on {silent} nobody "
        "has spoken."
    ]
    if not blocking:
        return [*lines, "There is a text that nobody objects to."]

    lines += ["", "WHAT BLOCKS, the most urgent first"]
    told: set[str] = set()
    for standing in blocking:
        if standing.id not in told:
            told.update(standing.linked)
            also = f" The same choice stands in {', '.join(standing.linked)}." if standing.linked else ""
            lines.append(f"- {standing.sentence}{also}")

    lines += ["", "WHO HAS TO MOVE"]
    ways = bt.concessions(space, positions, limit=1)
    number = "many" if ways.total is None else str(ways.total)
    lines.append(f"- The cheapest of {number} ways out withdraws {len(ways[0].moves)} objections. {ways[0].sentence}")
    levers = bt.leverage(space, positions)
    lines += [f"- {lever.sentence}" for lever in levers.of("link")]
    lines += [f"- {lever.sentence}" for lever in levers.of("delegation") if lever.closes]
    best = bt.least_contested(space, positions)
    shares = [(lever.share.objections, lever.name) for lever in levers.of("delegation") if lever.share.objections]
    parts = ", ".join(f"{name} {share:.1f}" for share, name in sorted(shares, key=lambda pair: -pair[0])[:5])
    lines.append(f"- Of the {best.objections:g} objections that the best text meets, most come down to: {parts}.")

    lines += ["", "WHO STANDS WITH WHOM"]
    together = [names for names in bt.coalitions(positions).graph["communities"] if len(names) > 1]
    lines += [f"- {', '.join(names)}" for names in together]

    lines += ["", "WHAT COULD BE TRADED"]
    deals = bt.packages(space, positions, limit=3)
    lines += [f"- {deal.sentence}" for deal in deals]
    if not deals:
        lines.append("- No trade helps somebody and harms nobody, as long as all wishes weigh the same.")
    return lines


print("\n".join(brief("harbour_plan.txt")))

# %% [markdown]
# What if the United Kingdom could live with the words on power at berth?

# %%
draft = bt.read("harbour_plan.txt")
positions = bt.positions(draft)
space = bt.variants(draft, positions)
moved = positions.what_if({"UK": {"H.4#1": "accepts"}})
for change in bt.what_if(space, positions, moved):
    print(f"{change.what}, {change.name}: {change.before} → {change.after}")
