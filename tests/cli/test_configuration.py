"""Configuration files: which one holds, what it may say, and what is said about what it may not."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest

from nablint.analysis.configuration import Configurations, load
from nablint.analysis.options import OPTIONS, schema
from tests.cli.conftest import RIGHT, Run

Write = Callable[..., Path]


def test_the_nearest_file_wins(run: Run, note: Write) -> None:
    note("nablint.toml", 'ignore = ["NOT001"]\n')
    note("a/wrong.md")
    note("b/wrong.md")
    note("b/pyproject.toml", '[project]\nname = "x"\n[tool.nablint]\nhints = true\n')
    out = run("check", "--output-format", "concise", "-q", ".").out
    assert [line.split(":")[0] for line in out.splitlines()] == ["b/wrong.md"]


def test_a_pyproject_without_our_table_is_passed_over(run: Run, note: Write) -> None:
    note("nablint.toml", 'ignore = ["NOT001"]\n')
    note("a/pyproject.toml", "[project]\nname = 'x'\n")
    note("a/wrong.md")
    assert run("check", ".").code == 0


def test_isolated_and_config_override_what_is_found(run: Run, note: Write) -> None:
    note("nablint.toml", 'ignore = ["NOT001"]\n')
    note("other.toml", 'select = ["SHP"]\n')
    note("wrong.md")
    assert run("check", "--isolated", "wrong.md").code == 1
    assert run("check", "--config", "other.toml", "wrong.md").code == 0
    ended = run("check", "--config", "missing.toml", "wrong.md")
    assert (ended.code, ended.err) == (2, "nablint: missing.toml: no such configuration file\n")


def test_an_unknown_key_is_a_finding_with_a_suggestion_and_a_fix(run: Run, note: Write) -> None:
    note("right.md", RIGHT)
    note("nablint.toml", 'values = true\nselct = ["SHP"]\n')
    ended = run("check", "--output-format", "json", ".")
    (finding,) = json.loads(ended.out)
    assert ended.code == 1
    assert (finding["code"], finding["severity"], finding["filename"]) == ("NOT002", "warning", "nablint.toml")
    assert finding["message"] == "there is no setting 'selct'; did you mean 'select'?"
    assert finding["location"] == {"row": 2, "column": 1}
    assert finding["end_location"] == {"row": 2, "column": 6}
    assert finding["fix"]["edits"][0]["content"] == "select"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("values = 1", "values must be true or false"),
        ('select = "SHP"', "select must be a list of strings"),
        ('select = ["shp one"]', "select: 'shp one' is no code of a rule"),
        ('select = ["XYZ"]', "select: 'XYZ' is no code of a rule; nablint rule lists all"),
        ('ignore = ["product-mismatch"]', "ignore: 'product-mismatch' is no code of a rule; write 'SHP001'"),
        ('select = ["shp", "NOT"]', "select: 'shp' is no code of a rule; write 'SHP'"),
        ('layout = "numerater"', "layout: unknown layout 'numerater', did you mean 'numerator'?"),
        ('[per-file."*.md"]\nlayout = "rows"', "layout: unknown layout 'rows'"),
        ('notation-files = ["gone.md"]', "notation-files: gone.md: there is no such file"),
        ('[per-file."*.md"]\nmacro-files = ["a/gone.tex"]', "macro-files: a/gone.tex: there is no such file"),
        ('extend = "gone.toml"', "extend: gone.toml: there is no such file"),
        ('[tool.nablint]\nselect = ["SHP"]', "there is no setting 'tool'; outside of pyproject.toml"),
        ('fail-on = "never"', "fail-on must be one of error, warning, hint"),
        ("layout = 3", "layout must be a string"),
        ('[per-file."a.md"]\nhints = true', "there is no setting 'hints'"),
        ('per-file = "x"', "per-file must be a table"),
    ],
)
def test_a_value_of_the_wrong_kind_is_a_finding(run: Run, note: Write, text: str, message: str) -> None:
    note("right.md", RIGHT)
    note("nablint.toml", text + "\n")
    (finding,) = json.loads(run("check", "--output-format", "json", ".").out)
    assert finding["message"].startswith(message)


def test_a_broken_file_is_a_line_and_a_finding_and_the_notes_are_checked(run: Run, note: Write) -> None:
    note("wrong.md")
    note("nablint.toml", "select = [\nvalues = \n")
    ended = run("check", "--output-format", "json", ".")
    found = json.loads(ended.out)
    assert [finding["code"] for finding in found] == ["NOT002", "NOT001"]
    assert found[0]["location"]["row"] == 2
    assert len(ended.err.splitlines()) == 1
    assert "nablint.toml: this is not TOML" in ended.err


@pytest.mark.parametrize("text", [b"#" * 1_000_000, b"\xff\xfe", b"a = " + b"[" * 100_000])
def test_a_hostile_file_is_one_line(run: Run, note: Write, text: bytes) -> None:
    note("wrong.md")
    note("nablint.toml", text)
    ended = run("check", "--select", "NOT001", ".")
    assert ended.code == 1
    assert len(ended.err.splitlines()) == 1
    assert "nablint.toml" in ended.err


def test_extend_begins_from_another_file(note: Write) -> None:
    note("base.toml", 'ignore = ["SHP"]\ndeclarations = ["let x: n"]\nmacro-files = ["m.tex"]\n')
    note("m.tex", "\\newcommand{\\R}{\\mathbb{R}}")
    path = note("sub/nablint.toml", 'extend = "../base.toml"\nignore = ["CHN"]\ndeclarations = ["let A: m × n"]\n')
    settings = load(str(path)).settings_for(str(path.parent / "a.md"))
    assert settings.ignore == ("CHN",)
    assert settings.declarations == ("let x: n", "let A: m × n")
    assert "\\newcommand" in settings.macros


def test_patterns_count_from_the_file_in_which_they_stand(run: Run, note: Write) -> None:
    note("base.toml", 'exclude = ["sub/old/", "/new"]\n[per-file."sub/*.md"]\nignore = ["NOT"]\n')
    note(
        "sub/nablint.toml",
        'extend = "../base.toml"\nexclude = ["/drafts", "!old/kept/"]\n[per-file."far/*.md"]\nignore = ["NOT"]\n',
    )
    for name in ("a", "far/b", "old/c", "new/d", "drafts/e", "sub/f"):
        note(f"sub/{name}.md")
    found = run("check", "--output-format", "concise", "sub").out.splitlines()
    assert [line.partition(":")[0] for line in found[:-1]] == ["sub/new/d.md", "sub/sub/f.md"]


def test_a_later_file_takes_out_what_an_extended_one_leaves_out(note: Write) -> None:
    note("base.toml", 'exclude = ["*.old.md"]\n')
    path = note("sub/nablint.toml", 'extend = "../base.toml"\nexclude = ["!/kept.old.md"]\n')
    excluded = load(str(path)).patterns("exclude")
    assert [name for name in ("kept.old.md", "a.old.md", "x/kept.old.md") if excluded.match(str(path.parent / name))] == [
        "a.old.md",
        "x/kept.old.md",
    ]


def test_what_is_wrong_in_a_file_that_is_extended_is_found_at_extend(run: Run, note: Write) -> None:
    note("right.md", RIGHT)
    note("base.toml", 'selct = ["SHP"]\n[per-file."*.md"]\nnotation-files = ["more.md"]\n')
    note("sub/nablint.toml", 'hints = true\nextend = "../base.toml"\n')
    note("sub/a.md", RIGHT)
    missing, unknown = json.loads(run("check", "--output-format", "json", "sub").out)
    assert unknown["filename"] == "sub/nablint.toml"
    assert unknown["location"] == {"row": 2, "column": 1}
    assert unknown["message"].startswith("in ../base.toml, which this file extends: there is no setting 'selct'")
    assert missing["message"].endswith("notation-files: more.md: there is no such file")
    note("more.md", "Let $x \\in \\mathbb{R}^n$.\n")  # beside the file that names it
    assert len(json.loads(run("check", "--output-format", "json", "sub").out)) == 1


def test_mistakes_of_the_configuration_are_told_whatever_is_selected(run: Run, note: Write) -> None:
    note("right.md", RIGHT)
    note("nablint.toml", 'select = ["SHP"]\nselct = ["VAL"]\n')
    assert "there is no setting 'selct'" in run("check", ".").out
    assert "there is no setting 'selct'" in run("check", "--select", "SHP", ".").out
    assert run("check", "--ignore", "NOT002", ".").code == 0


@pytest.mark.parametrize("off", [(), ("--no-values",), ("--config", "off.toml")])
def test_without_values_no_rule_about_values_speaks(run: Run, note: Write, off: tuple[str, ...]) -> None:
    note("a.md", "Let $x \\in \\mathbb{R}^n$ and $r(x) = x^\\top x$.\n\n$$\\frac{\\partial r}{\\partial x} = x$$\n")
    note("off.toml", "values = false\n")
    assert ("VAL" in run("check", "--output-format", "concise", "a.md", *off).out) is not bool(off)


def test_files_that_extend_each_other_are_told(note: Write) -> None:
    note("a.toml", 'extend = "b.toml"\n')
    note("b.toml", 'extend = "a.toml"\n')
    (problem,) = load(str(note("nablint.toml", 'extend = "a.toml"\n'))).problems
    assert "extends itself" in problem


def test_settings_for_single_files(note: Write) -> None:
    path = note("nablint.toml", 'layout = "numerator"\n[per-file."old/*.md"]\nignore = ["SHP"]\nlayout = "denominator"\n')
    found = Configurations(str(path))
    inside = found.for_note("x").settings_for(str(path.parent / "old" / "a.md"))
    outside = found.for_note("x").settings_for(str(path.parent / "new" / "a.md"))
    assert (inside.ignore, inside.declarations) == (("SHP",), ("layout denominator",))
    assert (outside.ignore, outside.declarations) == (("DEC003",), ("layout numerator",))


def test_a_rule_that_is_off_is_switched_on_by_extend_select(note: Write) -> None:
    path = note("nablint.toml", 'extend-select = ["DEC003"]\n')
    assert load(str(path)).settings_for("a.md").wants("DEC003")
    assert load(str(path)).settings_for("a.md").wants("SHP001")


def test_a_notation_file_is_directives_line_by_line(note: Write) -> None:
    note("notation.txt", "# our symbols\nlet X: N × D\n\ndims N = n\n")
    path = note("nablint.toml", 'notation-files = ["notation.txt"]\n')
    assert load(str(path)).settings_for("a.md").declarations == ("let X: N × D", "dims N = n")


def test_exclude_include_and_gitignore(run: Run, note: Write) -> None:
    for name in (
        "a.md",
        "drafts/b.md",
        "c.old.md",
        "ignored.md",
        "kept/ignored.md",
        "d.txt",
        "node_modules/e.md",
        ".hidden/f.md",
    ):
        note(name)
    note(".git/HEAD", "")
    note(".gitignore", "ignored.md\n!kept/ignored.md\n")
    note("nablint.toml", 'exclude = ["drafts/", "*.old.md"]\ninclude = ["*.txt"]\n')

    def names(*arguments: str) -> list[str]:
        out = run("check", "--output-format", "concise", "-q", *arguments).out
        return [line.split(":")[0] for line in out.splitlines()]

    assert names(".") == ["a.md", "d.txt", "kept/ignored.md"]
    assert names("--no-respect-gitignore", ".") == ["a.md", "d.txt", "ignored.md", "kept/ignored.md"]
    assert names("--exclude", "kept", ".") == ["a.md", "d.txt"]


def test_config_explains_every_setting(run: Run) -> None:
    out = run("config").out
    for option in OPTIONS:
        assert f"{option.key}\n  {option.doc}" in out
    ended = run("config", "selct")
    assert (ended.code, ended.err) == (2, "nablint: there is no setting 'selct'; did you mean 'select'?\n")


def test_config_show_names_the_file_that_holds(run: Run, note: Write) -> None:
    note("nablint.toml", 'ignore = ["LAY"]\n')
    out = run("config", "--show", "a/b.md").out
    assert "nablint.toml" in out.splitlines()[0]
    assert 'ignore = ["LAY"]' in out


def test_config_show_tells_mistakes_and_what_holds_for_a_run(run: Run, note: Write) -> None:
    note("nablint.toml", 'fail-on = "error"\nlayout = "rows"\n')
    ended = run("config", "--show", "a.md")
    assert 'fail-on = "error"' in ended.out.splitlines()
    assert ended.err.startswith("nablint: layout: unknown layout 'rows'")


def test_the_schema_accepts_every_example_and_refuses_what_is_unknown() -> None:
    import sys

    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    validator = jsonschema.Draft7Validator(schema())
    for option in OPTIONS:
        assert list(validator.iter_errors(tomllib.loads(option.example))) == []
    assert not validator.is_valid({"selct": []})
    assert not validator.is_valid({"fail-on": "never"})


def test_the_published_schema_is_fresh() -> None:
    published = Path(__file__).resolve().parents[2] / "nablint.schema.json"
    assert json.loads(published.read_text()) == schema(), "run: make generate"


def test_shared_declarations_hold_in_every_note_and_are_named(run: Run, note: Write) -> None:
    note("nablint.toml", "declarations = [\"let A: m × n; x: m\"]\nmacros = '\\newcommand{\\vx}{x}'\n")
    note("sub/a.md", "So $y = A \\vx$.\n")
    (finding,) = json.loads(run("check", "--output-format", "json", "sub").out)
    assert finding["code"] == "SHP001"
    assert {place["filename"] for place in finding["related"]} == {"nablint.toml"}
    assert "nablint.toml" in run("check", "sub").out


def test_a_shared_layout_holds_where_a_note_states_none(run: Run, note: Write) -> None:
    text = (
        "Let $y = g(x)$ with $x, y \\in \\mathbb{R}^n$ and $z = f(y) \\in \\mathbb{R}^n$.\n\n"
        "$$\n\\frac{\\partial z}{\\partial x} = \\frac{\\partial y}{\\partial x} \\frac{\\partial z}{\\partial y}\n$$\n"
    )
    note("a.md", text)
    note("nablint.toml", 'layout = "numerator"\n')
    assert "CHN002" in run("check", "--output-format", "concise", "a.md").out
    note("nablint.toml", 'layout = "denominator"\n')
    assert run("check", "a.md").code == 0


def test_a_shared_directive_that_is_not_understood_is_a_finding_where_it_stands(run: Run, note: Write) -> None:
    note("a.md", RIGHT)
    note("nablint.toml", 'declarations = [\n  "let x: n",\n  "lte y: n",\n]\n')
    (finding,) = json.loads(run("check", "--output-format", "json", "a.md").out)
    assert (finding["code"], finding["filename"]) == ("NOT002", "nablint.toml")
    assert finding["location"] == {"row": 3, "column": 4}


def test_macros_of_files_that_a_note_reads(run: Run, note: Write) -> None:
    note("tex/macros.tex", "\\newcommand{\\mat}[2]{\\mathbb{R}^{#1 \\times #2}}\n\\input{more}\n")
    note("more.tex", "\\newcommand{\\vc}[1]{\\mathbb{R}^{#1}}\n\\input{tex/macros}\n")
    note(
        "paper.tex", "\\input{tex/macros}\n\\input{/etc/hostname}\nLet $A \\in \\mat{m}{n}$ and $x \\in \\vc{m}$. Then $A x$.\n"
    )
    (finding,) = json.loads(run("check", "--output-format", "json", "paper.tex").out)
    assert finding["code"] == "SHP001"
    note("tex/macros.tex", "\\newcommand{\\mat}[2]{\\mathbb{R}^{#2 \\times #1}}\n\\input{more}\n")
    assert run("check", "paper.tex").code == 0  # the cache knows that the file has changed
    assert "not understood" not in run("spans", "paper.tex").out
