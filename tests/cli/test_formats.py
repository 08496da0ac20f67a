"""Each output format, read as its consumer reads it; on findings written by hand."""

from __future__ import annotations

import json
import os
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import pytest

from nablint.cli.formats import FORMATS, Style, render
from nablint.cli.report import Change, Issue, Note, Place, Repair, RunReport

LINE = "Dann ist $y = A\u1d40 x$ größer"
ISSUE = Issue(
    "SHP001",
    "product-mismatch",
    "error",
    "cannot multiply Aᵀ (n × m) by x (n): m and n differ",
    "notes/größe & co.md",
    Place(7, 15, 7, 19),
    (LINE,),
    (
        Note("A is declared here: m × n", "notes/größe & co.md", Place(3, 5, 3, 10), ("Let $A ∈ …$ and $x ∈ …$",)),
        Note("x is declared here: n", "notes/größe & co.md", Place(3, 17, 3, 22), ("Let $A ∈ …$ and $x ∈ …$",)),
    ),
    Repair("Transpose A", False, (Change(Place(7, 15, 7, 17), "A"),)),
)
HINT = Issue(
    "NOT004", "unreadable-math", "hint", "100% odd: a,b\nc", "b.ipynb", Place(2, 3, 4, 5, cell=9), ("one", "two", "three")
)
REPORT = RunReport((ISSUE, HINT), files=2)


def rendered(name: str, report: RunReport = REPORT, style: Style | None = None) -> str:
    return "".join(render(name, report, style or Style()))


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_speaks_of_nothing_too(name: str) -> None:
    text = rendered(name, RunReport((), files=3))
    assert "SHP001" not in text
    assert text.endswith("\n") or text == ""


def test_full_shows_the_line_with_carets_the_places_and_the_fix() -> None:
    lines = rendered("full").splitlines()
    assert lines[0] == "SHP001 product-mismatch (error) cannot multiply Aᵀ (n × m) by x (n): m and n differ"
    assert lines[1] == " --> notes/größe & co.md:7:15"
    assert lines[2] == f"7 | {LINE}"
    assert lines[3] == "  |" + " " * 15 + "^^^^"
    assert lines[4] == "3 | Let $A ∈ …$ and $x ∈ …$"
    assert lines[5] == "  |     ----- A is declared here: m × n".replace("|     ", "| " + " " * 4)
    assert lines[6] == "  | " + " " * 16 + "----- x is declared here: n"
    assert lines[7] == "  = unsafe fix: Transpose A"
    assert " --> b.ipynb:cell 9:2:3" in lines
    assert lines[-2:] == ["1 error, 1 hint in 2 files", "1 fixable with --fix --unsafe-fixes"]


def test_full_puts_carets_under_wide_letters_and_cuts_long_lines() -> None:
    wide = Issue("SHP001", "n", "error", "m", "a.md", Place(1, 5, 1, 6), ("矩阵 $A$",))
    shown, under = rendered("full", RunReport((wide,), files=1)).splitlines()[2:4]
    assert shown == "1 | 矩阵 $A$"
    assert under == "  | " + " " * 6 + "^"
    long = Issue("SHP001", "n", "error", "m", "a.md", Place(1, 901, 1, 903), ("x" * 900 + "AB" + "y" * 900,))
    shown, under = rendered("full", RunReport((long,), files=1)).splitlines()[2:4]
    assert len(shown) < 140
    assert shown[under.index("^") : under.rindex("^") + 1] == "AB"


def test_concise_is_one_line_for_each() -> None:
    lines = rendered("concise", style=Style(quiet=True)).splitlines()
    assert lines[0] == "notes/größe & co.md:7:15: SHP001 [~] cannot multiply Aᵀ (n × m) by x (n): m and n differ"
    assert lines[1] == r"b.ipynb:cell 9:2:3: NOT004 100% odd: a,b\nc"


def test_json_and_json_lines_hold_the_same() -> None:
    whole = json.loads(rendered("json"))
    assert [json.loads(line) for line in rendered("json-lines").splitlines()] == whole
    first, second = whole
    assert first["related"][0] == {
        "message": "A is declared here: m × n",
        "filename": "notes/größe & co.md",
        "location": {"row": 3, "column": 5},
        "end_location": {"row": 3, "column": 10},
    }
    assert first["fix"] == {
        "message": "Transpose A",
        "applicability": "unsafe",
        "edits": [{"location": {"row": 7, "column": 15}, "end_location": {"row": 7, "column": 17}, "content": "A"}],
    }
    assert (second["fix"], second["cell"], first["cell"]) == (None, 9, None)
    assert first["url"] is None


def test_sarif_has_rules_regions_related_places_and_fixes() -> None:
    log = json.loads(rendered("sarif"))
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    first, second = run["results"]
    assert (log["version"], run["columnKind"]) == ("2.1.0", "unicodeCodePoints")
    assert [rules[result["ruleIndex"]]["id"] for result in run["results"]] == ["SHP001", "NOT004"]
    assert all(rule["help"]["text"] and "helpUri" not in rule for rule in rules)
    location = first["locations"][0]["physicalLocation"]
    assert unquote(location["artifactLocation"]["uri"]) == "notes/größe & co.md"
    assert re.fullmatch(r"[\x21-\x7e]+", location["artifactLocation"]["uri"])
    assert location["region"] == {"startLine": 7, "startColumn": 15, "endLine": 7, "endColumn": 19}
    assert [place["message"]["text"] for place in first["relatedLocations"]] == [
        "A is declared here: m × n",
        "x is declared here: n",
    ]
    replacement = first["fixes"][0]["artifactChanges"][0]["replacements"][0]
    assert replacement == {
        "deletedRegion": {"startLine": 7, "startColumn": 15, "endLine": 7, "endColumn": 17},
        "insertedContent": {"text": "A"},
    }
    assert (first["level"], second["level"]) == ("error", "note")
    marks = {result["partialFingerprints"]["nablint/v1"] for result in run["results"]}
    assert len(marks) == 2


@pytest.mark.parametrize("name", FORMATS)
def test_a_name_that_is_no_utf8_is_written_in_every_format(name: str) -> None:
    report = RunReport((replace(ISSUE, path="a\udcff.md", notes=()),), files=1)
    assert rendered(name, report).encode("utf-8", "backslashreplace")
    if name == "sarif":
        assert '"uri": "a%FF.md"' in rendered(name, report)


def test_github_escapes_what_would_end_a_command() -> None:
    first, second = rendered("github").splitlines()
    assert first.startswith(
        "::error file=notes/größe & co.md,line=7,endLine=7,col=15,endColumn=18,title=SHP001 product-mismatch::"
    )
    assert "%0Aline 3: A is declared here: m × n" in first
    assert second == "::notice file=b.ipynb,title=NOT004 unreadable-math::100%25 odd: a,b%0Ac%0Ain cell 9, line 2"


def test_gitlab_reads_fingerprints_that_survive_a_moved_line() -> None:
    moved = Issue(**{f: getattr(ISSUE, f) for f in Issue.__slots__} | {"place": Place(70, 15, 70, 19)})
    twice = json.loads(rendered("gitlab", RunReport((ISSUE, ISSUE), files=1)))
    assert json.loads(rendered("gitlab", RunReport((moved,), files=1)))[0]["fingerprint"] == twice[0]["fingerprint"]
    assert twice[0]["fingerprint"] != twice[1]["fingerprint"]
    assert twice[0]["severity"] == "major"
    assert twice[0]["location"]["positions"]["begin"] == {"line": 7, "column": 15}


@pytest.mark.parametrize("name", ["gitlab", "sarif", "github", "rdjson"])
def test_for_a_repository_paths_below_the_working_folder_are_relative(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However the files were given: else their services know neither the file nor the finding again."""

    def at(folder: Path | str, issue: Issue) -> Issue:
        path = os.path.join(folder, issue.path)
        return replace(issue, path=path, notes=tuple(replace(note, path=path) for note in issue.notes))

    monkeypatch.chdir(tmp_path)
    given = RunReport((at(tmp_path, ISSUE), HINT), files=2)
    assert rendered(name, given) == rendered(name)
    elsewhere = rendered(name, RunReport((at(f"{tmp_path}-other", ISSUE),), files=1))
    assert f"{tmp_path}-other/notes/gr" in elsewhere


def test_junit_is_xml_with_a_failure_for_each() -> None:
    root = ET.fromstring(rendered("junit").encode())
    assert (root.tag, root.get("tests"), root.get("failures")) == ("testsuites", "2", "2")
    cases = root.findall("testsuite/testcase")
    assert [case.get("classname") for case in cases] == ["notes/größe & co.md", "b.ipynb"]
    failure = cases[0].find("failure")
    assert failure is not None
    assert failure.get("message") == ISSUE.message
    assert "3:5: A is declared here" in (failure.text or "")
    bad = Issue("SHP001", "n", "error", "a\x00b\x1b\ud800", "a\x01.md", Place(1, 1, 1, 2))
    assert ET.fromstring(rendered("junit", RunReport((bad,), files=1)).encode()).get("failures") == "1"


def test_rdjson_counts_columns_in_bytes() -> None:
    first, second = json.loads(rendered("rdjson"))["diagnostics"]
    start = first["location"]["range"]["start"]
    line = LINE.encode()
    end = first["location"]["range"]["end"]["column"]
    assert line[start["column"] - 1 : end - 1].decode() == LINE[14:18]
    assert first["suggestions"][0]["text"] == "A"
    assert (first["severity"], second["severity"]) == ("ERROR", "INFO")
    assert "range" not in second["location"]
