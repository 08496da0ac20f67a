"""A run in words: the figures that a change of nablint is judged by."""

from __future__ import annotations

from collections.abc import Iterator

from measuring.note import CHECKED, Measured

MOST_CAUSES = 10


def lines(run: Measured) -> Iterator[str]:
    total = run["totals"]
    megabytes = total["bytes"] / 1e6
    yield f"{total['notes']} notes, {megabytes:.2f} MB" + (f"; {total['problems']} unreadable" if total["problems"] else "")
    yield from _formulas(total["formulas"])
    yield from _symbols(total["symbols"])
    yield from _counted("statements", total["statements"])
    yield from _claims(total["claims"])
    yield from _counted("findings", total["findings"])
    shapes, values = total["seconds"].get("shapes", 0.0), total["seconds"].get("values", 0.0)
    speed = f", {megabytes / shapes:.2f} MB/s" if shapes else ""
    yield f"processor time: {shapes:.1f} s without values{speed}; {values:.1f} s for values; at most {run['peak']:.0f} MB"


def share(part: float, whole: float) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "none"


def _formulas(formulas: Measured) -> Iterator[str]:
    whole, partly, unread = formulas["wholly"], formulas["partly"], formulas["not"]
    number = whole + partly + unread
    yield (
        f"formulas: {number}; wholly read {whole} ({share(whole, number)}), with an opaque part {partly} "
        f"({share(partly, number)}), not at all {unread} ({share(unread, number)})"
    )
    yield from _causes(formulas["causes"])


def _symbols(symbols: Measured) -> Iterator[str]:
    used = symbols.get("used", 0)
    yield (
        f"symbols in their sections: {used}; with a shape {symbols.get('shape', 0)} ({share(symbols.get('shape', 0), used)}), "
        f"all sizes known {symbols.get('sizes', 0)} ({share(symbols.get('sizes', 0), used)}), "
        f"stated outright {symbols.get('stated', 0)}"
    )


def _claims(claims: Measured) -> Iterator[str]:
    status = claims["status"]
    if not status:
        return
    tried = sum(status.values())
    checked = sum(status.get(state, 0) for state in CHECKED)
    yield (
        f"claims: {tried}; hold {status.get('holds', 0)}, fail {status.get('fails', 0)}, "
        f"not checked {tried - checked} ({share(tried - checked, tried)})"
    )
    yield from _causes(claims["why"])
    of = claims["derivatives"]
    yield (
        f"claims of derivatives: {of.get('all', 0)}, checked {of.get('checked', 0)} "
        f"({share(of.get('checked', 0), of.get('all', 0))}); where the note says enough: {of.get('determined', 0)}, "
        f"checked {of.get('determined and checked', 0)} "
        f"({share(of.get('determined and checked', 0), of.get('determined', 0))})"
    )


def unchecked(run: Measured) -> Iterator[str]:
    """The claims of derivatives that were not checked, by reason, the most frequent first; `!` where the note says enough."""
    places: dict[str, list[str]] = {}
    for name, found in run["files"].items():
        for line, why, enough in found.get("claims", {}).get("open", ()):
            places.setdefault(why, []).append(f"{'!' if enough else ' '} {name}:{line}")
    for why, found in sorted(places.items(), key=lambda item: (-len(item[1]), item[0])):
        yield f"{len(found):>6}  {why}"
        yield from (f"      {place}" for place in found)


def _causes(causes: Measured) -> Iterator[str]:
    ordered = sorted(causes.items(), key=lambda item: (-item[1], item[0]))
    for cause, count in ordered[:MOST_CAUSES]:
        yield f"    {count:>6}  {cause}"
    if len(ordered) > MOST_CAUSES:
        rest = sum(count for _, count in ordered[MOST_CAUSES:])
        yield f"    {rest:>6}  for {len(ordered) - MOST_CAUSES} other reasons"


def _counted(what: str, counts: Measured) -> Iterator[str]:
    listed = ", ".join(f"{name} {count}" for name, count in counts.items())
    yield f"{what}: {sum(counts.values())}" + (f" ({listed})" if listed else "")
