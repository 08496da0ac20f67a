"""The baseline: known findings by path, rule and column, never by line, so that text above them may grow."""

from __future__ import annotations

import json
import os
import tempfile
from collections import Counter
from collections.abc import Iterable

from nablint.base.values import dataclass
from nablint.cli.report import Issue

MAX_BYTES = 50_000_000
Key = tuple[str, str, int]


class BadBaseline(Exception):
    """The file is there and is not a baseline; the message says why."""


@dataclass(frozen=True, slots=True)
class Compared:
    """`new` are the issues that the baseline does not have."""

    new: tuple[Issue, ...]
    known: int


class Baseline:
    """The entries of one file, with paths relative to its folder."""

    def __init__(self, path: str, entries: Counter[Key]) -> None:
        self.path = path
        self.entries = entries

    @classmethod
    def read(cls, path: str) -> Baseline | None:
        """None where there is no such file."""
        try:
            if os.path.getsize(path) > MAX_BYTES:
                raise BadBaseline(f"{path} is too large")
            with open(path, encoding="utf-8") as file:
                items = json.load(file)["findings"]
            return cls(
                path, Counter({(str(i["path"]), str(i["code"]), int(i["column"])): int(i.get("count", 1)) for i in items})
            )
        except FileNotFoundError:
            return None
        except OSError as error:
            raise BadBaseline(f"{path} cannot be read: {error.strerror}") from None
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            raise BadBaseline(f"{path} is not a baseline that nablint wrote") from None

    def key(self, issue: Issue) -> Key:
        return (self._relative(issue.path), issue.code, issue.place.column)

    def compare(self, issues: Iterable[Issue]) -> Compared:
        """Of several alike in one file the first ones are the known ones."""
        left = Counter(self.entries)
        new: list[Issue] = []
        known = 0
        for issue in issues:
            key = self.key(issue)
            if left[key] > 0:
                left[key] -= 1
                known += 1
            else:
                new.append(issue)
        return Compared(tuple(new), known)

    def shrunk(self, issues: Iterable[Issue], checked: Iterable[str]) -> Baseline:
        """Without what is gone from the files that were checked, and without files that no longer exist."""
        now = Counter(map(self.key, issues))
        names = {self._relative(path) for path in checked}
        folder = os.path.dirname(os.path.abspath(self.path))
        kept: Counter[Key] = Counter()
        for key, count in self.entries.items():
            if key[0] in names:
                count = min(count, now[key])
            elif not os.path.exists(os.path.join(folder, key[0])):
                count = 0
            if count:
                kept[key] = count
        return Baseline(self.path, kept)

    def write(self) -> None:
        """In one step, sorted, so that a version-control diff shows what changed."""
        items = [
            {"path": path, "code": code, "column": column, **({"count": count} if count > 1 else {})}
            for (path, code, column), count in sorted(self.entries.items())
            if count > 0
        ]
        lines = ",\n".join("    " + json.dumps(item, ensure_ascii=False) for item in items)
        text = '{\n  "version": 1,\n  "findings": [' + (f"\n{lines}\n  " if lines else "") + "]\n}\n"
        folder = os.path.dirname(os.path.abspath(self.path))
        descriptor, temporary = tempfile.mkstemp(prefix=".nablint-", dir=folder)
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        os.chmod(temporary, 0o644)
        os.replace(temporary, self.path)

    def _relative(self, path: str) -> str:
        folder = os.path.dirname(os.path.abspath(self.path))
        return os.path.relpath(os.path.abspath(path), folder).replace(os.sep, "/")


def recorded(path: str, issues: Iterable[Issue]) -> Baseline:
    """A new baseline of all these issues."""
    baseline = Baseline(path, Counter())
    baseline.entries.update(map(baseline.key, issues))
    return baseline
