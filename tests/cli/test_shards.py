"""`--shard` and `nablint merge`: the merged report is that of one run, in every format, with its exit code."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from nablint.cli.formats import FORMATS
from tests.cli.conftest import RIGHT, Run

Write = Callable[..., Path]
MISTAKE = "Let $A \\in \\mathbb{R}^{m \\times n}$ and $x \\in \\mathbb{R}^m$.\n\n$$\ny = A x\n$$\n"


def a_tree(note: Write) -> None:
    for k in range(7):
        note(f"d{k % 3}/n{k}.md", (RIGHT, MISTAKE, MISTAKE + "\n$$\nz = A x\n\nend\n")[k % 3])
    note("latin.md", b"\xff\n")
    note("nablint.toml", "unknwon = 1\n")


def shards(run: Run, total: int, *more: str) -> list[str]:
    names = [f"part{k}.json" for k in range(1, total + 1)]
    for k, name in enumerate(names, 1):
        run("check", "--shard", f"{k}/{total}", "--output-format", f"report={name}", "--no-cache", *more, ".")
    return names


@pytest.mark.parametrize("total", [1, 2, 3, 20])
def test_merged_shards_say_what_one_run_says_in_every_format(run: Run, note: Write, total: int) -> None:
    a_tree(note)
    parts = shards(run, total)
    for name in FORMATS:
        if name == "report":  # a merged report says nothing of shards
            continue
        whole = run("check", "--no-cache", "--output-format", name, ".")
        merged = run("merge", *reversed(parts), "--output-format", name)
        assert (merged.out, merged.code) == (whole.out, whole.code) and whole.code == 1
        assert sorted(merged.err.splitlines()) == sorted(whole.err.splitlines())


def test_every_note_is_in_exactly_one_shard(run: Run, note: Write) -> None:
    a_tree(note)
    reports = [json.loads(Path(part).read_text()) for part in shards(run, 3)]
    counts = [report["files"] + len(report["problems"]) for report in reports]
    assert sorted(counts) == [2, 3, 3]
    paths = [{path for path, _ in report["issues"]} for report in reports]
    assert not paths[0] & paths[1] and not paths[0] & paths[2] and not paths[1] & paths[2]


def test_an_empty_shard_ends_well(run: Run, note: Write) -> None:
    note("a.md")
    ended = run("check", "--shard", "2/2", ".")
    assert (ended.code, ended.err) == (0, "nablint: nothing to check: this shard is empty\n")


def test_merge_ends_as_the_whole_run_would(run: Run, note: Write) -> None:
    note("a.md", RIGHT)
    note("b.md", RIGHT)
    parts = shards(run, 2)
    assert run("merge", *parts).code == 0
    note("b.md")
    parts = shards(run, 2)
    assert run("merge", *parts).code == 1
    assert run("merge", "--exit-zero", *parts).code == 0
    assert run("merge", "--statistics", *parts).out.split() == ["1", "NOT001", "unclosed-math"]


def test_a_merged_report_counts_the_claims_of_all_shards(run: Run, note: Write) -> None:
    for k in range(3):
        note(f"n{k}.md", "Let $f(t) = t^2$. So $f'(t) = 2t$, and $f'(t) = 3t$.\n")
    parts = shards(run, 2)
    assert run("merge", "--statistics", *parts).out == run("check", "--statistics", ".").out
    counted = json.loads(run("merge", "--statistics", "--output-format", "json", *parts).out)
    assert counted["claims"] == {"verified": 3, "wrong": 3, "unchecked": 0}


def test_what_is_missing_or_foreign_is_said_and_not_merged(run: Run, note: Write) -> None:
    a_tree(note)
    parts = shards(run, 3)
    two = shards(run, 2)
    one, three = parts[0], parts[2]
    assert "of 3 shards there is no report of 1, 2" in run("merge", three).err
    for given in ([three, three], ["nowhere.json"], ["latin.md"], ["nablint.toml"]):
        ended = run("merge", *given)
        assert (ended.code, ended.out, len(ended.err.splitlines())) == (2, "", 1)
    assert "different divisions" in run("merge", three, *two).err
    Path(one).write_text(Path(one).read_text().replace('"nablint": "', '"nablint": "9'))
    assert "written by nablint 9" in run("merge", one).err


@pytest.mark.parametrize("shard", ["0/2", "3/2", "2", "a/b", "1/0", "-1/2"])
def test_a_shard_that_cannot_be_is_refused(run: Run, note: Write, shard: str) -> None:
    note("a.md")
    assert run("check", f"--shard={shard}", ".").code == 2


def test_shards_share_a_baseline_and_never_write_it(run: Run, note: Write) -> None:
    a_tree(note)
    run("baseline", ".")
    before = Path("nablint-baseline.json").read_bytes()
    note("d1/n1.md", RIGHT)
    note("new.md", MISTAKE)
    merged = run("merge", *shards(run, 2), "--output-format", "concise", "-q")
    assert [line.partition(":")[0] for line in merged.out.splitlines()] == ["new.md"]
    assert Path("nablint-baseline.json").read_bytes() == before
    frozen = shards(run, 2, "--frozen-baseline")
    assert "the baseline has 1 finding that no longer occurs" in run("merge", *frozen).out


def test_a_merged_page_shows_the_notes_that_are_what_was_checked(run: Run, note: Write) -> None:
    for name in ("same.md", "changed.md", "gone.md"):
        note(name, MISTAKE)
    with zipfile.ZipFile("packed.zip", "w") as archive:
        archive.writestr("inside.md", MISTAKE.replace("A x", "A x % packed"))
    for k in (1, 2):
        run("check", "--shard", f"{k}/2", "--output-format", f"report=part{k}.json", "--no-cache", ".", "packed.zip")
    note("changed.md", "New.\n\n" + MISTAKE)
    Path("gone.md").unlink()
    page = run("merge", "part1.json", "part2.json", "--output-format", "html").out
    parts = {part.partition("</h2>")[0]: part for part in page.split("<h2>")[1:]}
    assert list(parts) == ["changed.md", "gone.md", "packed.zip/inside.md", "same.md"]
    for name in ("same.md", "packed.zip/inside.md"):
        assert "<math" in parts[name] and "not shown" not in parts[name]
    assert "has changed since" in parts["changed.md"] and "could not be read" in parts["gone.md"]
    for name, part in parts.items():
        assert "<aside" in part, name
        assert ("<math" in part) == ("not shown" not in part)


def test_a_merged_page_of_reports_made_elsewhere_reads_nothing_else(run: Run, note: Write, tmp_path: Path) -> None:
    """A path in a report is text from a file; what it names is shown only where its content is known already."""
    note("a.md", MISTAKE)
    run("check", "--output-format", "report=part.json", "--no-cache", "a.md")
    secret = tmp_path / "secret.txt"
    secret.write_text("hidden words")
    Path("part.json").write_text(Path("part.json").read_text().replace('"a.md"', json.dumps(str(secret))))
    page = run("merge", "part.json", "--output-format", "html").out
    assert "hidden words" not in page and "has changed since" in page
