"""The reports of shards read back and put together: the same as one run over all notes would have given."""

from __future__ import annotations

import json
from collections.abc import Sequence

from nablint import __version__
from nablint.cli.formats.report import VERSION
from nablint.cli.report import RunReport, order_key, summed
from nablint.cli.stored import claims_from, issues_from

MAX_BYTES = 2_000_000_000


class BadReport(Exception):
    """The reports cannot be merged; the message says why."""


def read_report(path: str) -> RunReport:
    """A file that `--output-format report` wrote."""
    try:
        with open(path, "rb") as file:
            data = file.read(MAX_BYTES)
    except (OSError, ValueError) as error:
        raise BadReport(f"{path}: cannot be read: {getattr(error, 'strerror', error)}") from None
    try:
        value = json.loads(data)
        if value["report"] != VERSION or value["nablint"] != __version__:
            raise BadReport(f"{path}: written by nablint {value['nablint']}, and this is {__version__}")
        number, total = value["shard"]
        return RunReport(
            tuple(issue for name, plain in value["issues"] for issue in issues_from([plain], str(name))),
            int(value["files"]),
            tuple(map(str, value["problems"])),
            int(value["fixed"]),
            int(value["known"]),
            outdated=int(value["outdated"]),
            shard=(int(number), int(total)),
            claims=claims_from(value["claims"]),
            digests={str(name): str(digest) for name, digest in dict(value["notes"]).items()},
        )
    except (ValueError, TypeError, KeyError, RecursionError):
        raise BadReport(f"{path}: this is no report of nablint check --output-format report") from None


def merged(reports: Sequence[RunReport]) -> RunReport:
    """One report. A shard that is missing or there twice is an error: the whole would look better than it is."""
    totals = sorted({report.shard[1] for report in reports})
    if len(totals) != 1:
        raise BadReport(f"the reports are of different divisions: into {' and into '.join(map(str, totals))} shards")
    numbers = sorted(report.shard[0] for report in reports)
    missing = sorted(set(range(1, totals[0] + 1)) - set(numbers))
    if missing:
        raise BadReport(f"of {totals[0]} shards there is no report of {', '.join(map(str, missing))}")
    if len(numbers) != totals[0]:
        raise BadReport("the report of a shard was given twice")
    ordered = sorted(reports, key=lambda report: report.shard)
    return RunReport(
        tuple(sorted((issue for report in ordered for issue in report.issues), key=order_key)),
        sum(report.files for report in ordered),
        tuple(sorted(problem for report in ordered for problem in report.problems)),
        sum(report.fixed for report in ordered),
        sum(report.known for report in ordered),
        outdated=sum(report.outdated for report in ordered),
        claims=summed(report.claims for report in ordered),
        digests={path: digest for report in ordered for path, digest in report.digests.items()},
    )
