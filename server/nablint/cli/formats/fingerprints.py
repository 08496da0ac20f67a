"""A name for each issue that stays while lines move above it: by path, rule, text, and its number among those alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from hashlib import sha256

from nablint.cli.report import Issue


def fingerprints(issues: Iterable[Issue]) -> Iterator[str]:
    """One for each issue, in order; no two are the same."""
    seen: Counter[tuple[str, str, str]] = Counter()
    for issue in issues:
        key = (issue.path, issue.code, issue.lines[0].strip() if issue.lines else issue.message)
        yield sha256("\0".join((*key, str(seen[key]))).encode("utf-8", "surrogatepass")).hexdigest()[:32]
        seen[key] += 1
