"""From times to a table, a file for machines and the block in docs/benchmarks.md."""

import statistics
from typing import Any

SHARES = {"p50": 50, "p95": 95, "p99": 99}


def spread(times: list[float]) -> dict[str, float]:
    """p50, p95 and p99 in milliseconds."""
    if len(times) < 2:
        return dict.fromkeys(SHARES, round(sum(times), 2))
    cuts = statistics.quantiles(times, n=100, method="inclusive")
    return {name: round(cuts[share - 1], 2) for name, share in SHARES.items()}


def sums(name: str, answer: dict[str, Any]) -> dict[str, Any]:
    """One page: its times, the bare page's and the plain SQL's of the same minutes, and the ratios of their p95."""
    alone = {what: spread(times) for what, times in answer["alone"].items() if times}
    together = {what: spread(times) for what, times in answer["together"].items()}
    return {
        "name": name,
        "queries": answer["queries"],
        "bytes": answer["bytes"],
        "alone": alone,
        "together": together,
        "ratio_alone": round(alone["page"]["p95"] / alone["bare"]["p95"], 2),
        "ratio_p50": round(alone["page"]["p50"] / alone["bare"]["p50"], 2),
        "ratio_together": round(together["page"]["p95"] / together["bare"]["p95"], 2),
        "ratio_plain": round(alone["page"]["p95"] / alone["plain"]["p95"], 2) if "plain" in alone else None,
    }


HEADER = (
    f"{'page':40} {'queries':>7} {'p50':>6} {'p95':>6} {'p99':>6} {'bare p95':>8} {'ratio':>6} {'8: p95':>7} {'bare':>6}"
    f" {'ratio':>6} {'plain SQL p95':>13} {'kB':>4}"
)


def page_line(one: dict[str, Any]) -> str:
    page, bare = one["alone"]["page"], one["alone"]["bare"]
    both = one["together"]
    plain = f"{one['alone']['plain']['p95']:13.1f}" if "plain" in one["alone"] else " " * 13
    return (
        f"{one['name']:40} {one['queries']:7} {page['p50']:6.1f} {page['p95']:6.1f} {page['p99']:6.1f} {bare['p95']:8.1f}"
        f" {one['ratio_alone']:6.2f} {both['page']['p95']:7.1f} {both['bare']['p95']:6.1f} {one['ratio_together']:6.2f}"
        f" {plain} {one['bytes'] // 1000:4}"
    )


def document(made: dict[str, Any], measured: dict[str, Any], machine: str, when: str, seconds: float) -> str:
    """The block of docs/benchmarks.md, in Markdown."""
    rows = made["rows"]
    lines = [
        f"Measured on {when}: {machine}. {rows['people']:,} people, {rows['need episodes open']:,} open need episodes,"
        f" {rows['clocks']:,} clocks ({rows['clocks open']:,} open), {rows['events']:,} events, {rows['teams']} teams,"
        f" {rows['workers']} workers. Built in {made['seconds']:.0f} s; the whole run took {seconds:.0f} s.",
        "",
        "| page | queries | p50 ms | p95 ms | p99 ms | bare p95 | **ratio** | 8 at once p95 | bare | **ratio** | plain SQL p95 |",
        "| --- | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: |",
    ]
    for one in measured["pages"]:
        page, bare, both = one["alone"]["page"], one["alone"]["bare"], one["together"]
        plain = f"{one['alone']['plain']['p95']:.1f}" if "plain" in one["alone"] else ""
        lines.append(
            f"| {one['name']} | {one['queries']} | {page['p50']:.1f} | {page['p95']:.1f} | {page['p99']:.1f} | {bare['p95']:.1f}"
            f" | **{one['ratio_alone']:.2f}** | {both['page']['p95']:.0f} | {both['bare']['p95']:.0f}"
            f" | **{one['ratio_together']:.2f}** | {plain} |"
        )
    lines += ["", "| job | what it did | p95 s | plain SQL p95 s | **ratio** |", "| --- | --- | --: | --: | --: |"]
    for name, one in measured["jobs"].items():
        ours, theirs = one["ours"]["p95"] / 1000, one["plain"]["p95"] / 1000
        lines.append(f"| {name} | {one['what']} | {ours:.2f} | {theirs:.2f} | **{one['ratio']:.2f}** |")
    site, bare = measured["memory"]["site"], measured["memory"]["bare"]
    lines += [
        "",
        f"Web process: {_sizes(site)}. Bare web process: {_sizes(bare)}. The process that swept and reconciled",
    ]
    lines[-1] += f" held {measured['peak_mb']} MB at most."
    return "\n".join(lines)


def _sizes(processes: list[dict[str, int]]) -> str:
    return (
        " and ".join(f"{one['rss']} MB resident ({one['pss']} MB proportional)" for one in processes if one)
        or "not known"
    )


def verdict(measured: dict[str, Any]) -> list[str]:
    """Every aim that this run missed, in words."""
    missed = []
    for one in measured["pages"]:
        if one["queries"] > MOST_QUERIES:
            missed.append(f"{one['name']}: {one['queries']} queries")
        found = one["name"] in FOUND_BY_SQL and one["ratio_plain"] and one["ratio_plain"] <= TWICE
        if max(one["ratio_alone"], one["ratio_together"]) > TWICE and not found:
            missed.append(f"{one['name']}: {one['ratio_alone']} alone, {one['ratio_together']} with eight at once")
    missed += [f"{name}: {one['ratio']}" for name, one in measured["jobs"].items() if one["ratio"] > TWICE]
    missed += [
        f"a web process of {one['rss']} MB" for one in measured["memory"]["site"] if one and one["rss"] > MOST_MB
    ]
    return missed


TWICE, MOST_QUERIES, MOST_MB = 2.0, 15, 160
# Aimed at twice their plain SQL, which takes longer than a bare page.
FOUND_BY_SQL = ("search: misspelt name", "search: misheard name")
BEGIN, END = (
    "<!-- measured: `make bench` writes what stands between these marks -->",
    "<!-- end of what was measured -->",
)


def into(text: str, block: str) -> str:
    """The document with the block between its marks."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{block}\n\n{END}{after}"
