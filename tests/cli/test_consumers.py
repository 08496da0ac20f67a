"""The formats against what their consumers refuse: schemas where there are any, the runner's own steps for GitHub."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import xmlschema
from hypothesis import given, settings
from hypothesis import strategies as st

from nablint.cli.formats import Style, render
from nablint.cli.report import Change, Issue, Note, Place, Repair, RunReport
from tests.cli.conftest import Run
from tests.cli.test_formats import HINT, ISSUE, REPORT, rendered

Write = Callable[..., Path]
SCHEMAS = Path(__file__).parent / "schemas"
WIDE = "𝔸 größer ✗ $z = x A$ 😀"
ODD = Issue(
    "VAL001",
    "wrong-derivative",
    "warning",
    'first line\n\t"second" <b>&amp; 100%\u2028\ud83d',
    "-odd folder/%20#?[x]:'\"😀\n.md",
    Place(3, 12, 4, 2),
    (WIDE, "$$"),
    (
        Note("in another file", "../other/b.tex", Place(1, 1, 1, 1)),
        Note("in a notebook", "n.ipynb", Place(1, 1, 2, 1, cell=3), ("a", "b")),
    ),
    Repair("two changes", True, (Change(Place(3, 1, 3, 3), "😀\n"), Change(Place(4, 1, 4, 1), ""))),
)
REPORTS = [REPORT, RunReport((), files=1), RunReport((ISSUE, ISSUE, HINT), files=2), RunReport((ODD,), files=1)]
NAMES = ["two", "none", "twice", "odd"]
JSON = {"sarif": "sarif-2.1.0.json", "rdjson": "rdjson.json", "gitlab": "gitlab.json"}
# The consumers' own, which are looser than ours: README.md in that folder says where they are published.
PUBLISHED = {"rdjson": "DiagnosticResult.json", "gitlab": "codeclimate.json"}


def refusals(name: str, text: str, schemas: dict[str, str] = JSON) -> list[str]:
    """What the consumer of a format of JSON would say."""
    schema = json.loads((SCHEMAS / schemas[name]).read_text(encoding="utf-8"))
    kind = jsonschema.validators.validator_for(schema)
    checks = kind(schema, format_checker=kind.FORMAT_CHECKER)
    log = json.loads(text)
    # GitLab's schema is that of one finding: it goes through a report by itself.
    parts = log if schemas is PUBLISHED and isinstance(log, list) else [log]
    return [error.message for part in parts for error in checks.iter_errors(part)]


def junit_refusals(text: str) -> list[str]:
    schema = xmlschema.XMLSchema(SCHEMAS / "junit-10.xsd")
    return [str(error.reason) for error in schema.iter_errors(io.BytesIO(text.encode()))]


def _invent_in_driver(log: Any) -> None:
    log["runs"][0]["tool"]["driver"]["invented"] = 1


def _say_error_small(log: Any) -> None:
    log["diagnostics"][0]["severity"] = "error"


def _forget_fingerprint(log: Any) -> None:
    del log[0]["fingerprint"]


SPOILERS: dict[str, Callable[[Any], None]] = {
    "sarif": _invent_in_driver,
    "rdjson": _say_error_small,
    "gitlab": _forget_fingerprint,
}


@pytest.mark.parametrize("name", JSON)
@pytest.mark.parametrize("report", REPORTS, ids=NAMES)
def test_json_formats_keep_to_their_schema(name: str, report: RunReport) -> None:
    assert refusals(name, rendered(name, report)) == []


@pytest.mark.parametrize("name", JSON)
def test_the_schemas_refuse_what_is_wrong(name: str) -> None:
    log = json.loads(rendered(name))
    SPOILERS[name](log)
    assert refusals(name, json.dumps(log)) != []


@pytest.mark.parametrize("name", JSON)
@pytest.mark.parametrize("report", REPORTS, ids=NAMES)
def test_what_is_written_piece_by_piece_is_laid_out_as_one(name: str, report: RunReport) -> None:
    text = rendered(name, report)
    assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=1) + "\n"


@pytest.mark.parametrize("name", JSON)
def test_a_report_of_very_many_findings_comes_in_small_pieces(name: str) -> None:
    report = RunReport((ISSUE, HINT) * 500, files=1000)
    pieces = list(render(name, report, Style()))
    assert len(pieces) > 1000
    assert max(map(len, pieces)) < 10_000


@pytest.mark.parametrize("name", PUBLISHED)
def test_json_formats_keep_to_the_schema_of_their_consumer(name: str) -> None:
    if not (SCHEMAS / PUBLISHED[name]).exists():
        pytest.skip(f"{PUBLISHED[name]} is not there; schemas/README.md says where it is published")
    for report in REPORTS:
        assert refusals(name, rendered(name, report), PUBLISHED) == []
    log = json.loads(rendered(name))
    SPOILERS[name](log)
    assert refusals(name, json.dumps(log), PUBLISHED) != []


@pytest.mark.parametrize("report", REPORTS, ids=NAMES)
def test_junit_keeps_to_its_schema(report: RunReport) -> None:
    text = rendered("junit", report)
    assert junit_refusals(text) == []
    assert junit_refusals(text.replace("<testcase name=", "<testcase invented=", 1)) != []


def test_reports_of_a_real_run_are_taken(run: Run, note: Write) -> None:
    note(
        "größe & co.md",
        "Let $A \\in \\mathbb{R}^{m \\times n}$ and $x \\in \\mathbb{R}^n$.\n\nÄ: $y = A^\\top x$ and 😀 $z = x A$.\n",
    )
    for name in JSON:
        out = run("check", "--output-format", name, "--no-cache", ".").out
        assert "SHP001" in out
        assert refusals(name, out) == []
    out = run("check", "--output-format", "junit", "--no-cache", ".").out
    assert "SHP001" in out
    assert junit_refusals(out) == []
    out = run("check", "--output-format", "github", "--no-cache", ".").out
    assert [command["file"] for command in map(github, out.removesuffix("\n").split("\n"))] == ["größe & co.md"] * 2


def github(line: str) -> dict[str, str]:
    """A workflow command as the runner takes it apart: from `::` to the next `::` name and properties, then the data."""
    line = line.lstrip()
    assert line.startswith("::")
    head, separator, data = line[2:].partition("::")
    assert separator
    name, _, listed = head.partition(" ")
    assert name in {"error", "warning", "notice"}
    found = {"command": name, "data": _unescaped(data, "\r\n")}
    for entry in filter(None, listed.strip().split(",")):
        key, _, value = entry.partition("=")
        assert key in {"file", "line", "endLine", "col", "endColumn", "title"}
        if value:
            found[key] = _unescaped(value, "\r\n:,")
    return found


def _unescaped(text: str, signs: str) -> str:
    # The percent sign comes last, or an escaped one would begin another sign.
    for sign in (*signs, "%"):
        text = text.replace(f"%{ord(sign):02X}", sign)
    return text


def test_the_runner_shows_each_finding_at_its_place() -> None:
    first, second = map(github, rendered("github").removesuffix("\n").split("\n"))
    assert (first["command"], first["file"], first["title"]) == ("error", ISSUE.path, "SHP001 product-mismatch")
    assert first["data"].split("\n")[0] == ISSUE.message
    assert (first["line"], first["endLine"], first["col"], first["endColumn"]) == ("7", "7", "15", "18")
    assert (second["command"], second["file"]) == ("notice", "b.ipynb")


@settings(max_examples=200, deadline=None)
@given(st.text(min_size=1), st.text(min_size=1), st.integers(1, 3), st.integers(0, 2), st.integers(1, 9), st.integers(0, 9))
def test_the_runner_reads_any_text_as_it_was(path: str, message: str, row: int, rows: int, column: int, width: int) -> None:
    end = Place(row, column, row + rows, column + width if not rows else 1)
    (line,) = rendered("github", RunReport((Issue("SHP001", "n", "error", message, path, end, ()),), files=1)).split("\n")[:-1]
    read = github(line)
    assert (read["file"], read["data"], read["title"]) == (path, message, "SHP001 n")
    # The runner drops columns of an annotation that covers several lines, and ends that stand before their beginning.
    assert int(read["line"]) <= int(read["endLine"])
    assert ("col" in read) == (read["line"] == read["endLine"])
    assert int(read.get("col", 1)) <= int(read.get("endColumn", 1))
