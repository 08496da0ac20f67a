"""The house keeps its order: layers, one duty per file, who may print, who may import what."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "server" / "nablint"
MODULES = sorted(PACKAGE.rglob("*.py"))
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT / "server")}


def name(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imports(module: ast.AST) -> Iterator[str]:
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


def places(pattern: str, paths: list[Path]) -> list[str]:
    found = re.compile(pattern)
    return [
        f"{name(path)}:{row}"
        for path in paths
        for row, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if found.search(line)
    ]


def test_layers_import_only_what_stands_before_them() -> None:
    command = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    run = subprocess.run([sys.executable, "-c", command], cwd=ROOT, env=ENVIRONMENT, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr


def test_every_module_begins_with_its_duty() -> None:
    without = [name(p) for p in MODULES if not p.read_text(encoding="utf-8").startswith('"""')]
    assert without == []


def test_no_module_is_two_rooms() -> None:
    long = [name(p) for p in MODULES if len(p.read_text(encoding="utf-8").splitlines()) > 450]
    assert long == []


def test_only_the_language_server_knows_pygls() -> None:
    knowing = {name(p) for p in MODULES if any(re.match(r"(pygls|lsprotocol)\b", i) for i in imports(tree(p)))}
    assert {n.split("/")[0] for n in knowing} <= {"lsp"}


def test_nothing_needs_numpy_or_sympy() -> None:
    """What a plain install checks is all that there is to check."""
    heavy = re.compile(r"(numpy|sympy)\b")
    assert [name(p) for p in MODULES if any(heavy.match(i) for i in imports(tree(p)))] == []


def test_only_the_command_prints() -> None:
    silent = [p for p in MODULES if name(p).split("/")[0] not in ("cli", "lsp", "__main__.py")]
    assert places(r"\bprint\(|\bsys\.(stdout|stderr)\b", silent) == []


def test_nothing_below_the_analysis_touches_files() -> None:
    """Package data (the grammars) is read through importlib.resources or beside the module, in parse and declarations."""
    low = ("base", "documents", "sizes", "inference", "calculus", "readings", "rules")
    paths = [p for p in MODULES if name(p).split("/")[0] in low]
    assert places(r"(?<![\w.])open\(|\.(write_text|write_bytes|read_bytes)\(", paths) == []


def test_the_text_of_a_note_is_never_run_and_nothing_is_unpickled() -> None:
    calls = r"(?<![\w.])(eval|exec)\(|\b(sympify|parse_expr|parse_latex|lambdify)\(|\bimport (pickle|marshal|shelve)\b"
    assert places(calls, MODULES) == []


def test_no_catch_all_no_blanket_ignore_nothing_unfinished() -> None:
    assert places(r"except Exception|except:|#\s*type:\s*ignore(?!\[)|\b(TODO|FIXME|XXX)\b", MODULES) == []


def test_the_registry_lists_every_rule() -> None:
    from nablint.rules.registry import FAMILIES
    from nablint.rules.registry import MODULES as listed

    there = {p.stem for p in (PACKAGE / "rules").glob("*.py") if re.match(r"[a-z]{3}\d{3}_", p.name)}
    assert set(listed) == there
    families = list(FAMILIES)
    assert list(listed) == sorted(listed, key=lambda module: (families.index(module[:3].upper()), module))


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["check", "--help"], ["rule"]])
def test_small_commands_import_nothing_heavy(arguments: list[str]) -> None:
    assert loaded(arguments) & {"numpy", "sympy", "pygls", "lsprotocol", "lark", "concurrent.futures"} == set()


def test_check_imports_neither_numpy_nor_sympy_nor_pygls(tmp_path: Path) -> None:
    note = tmp_path / "note.md"
    note.write_text("Let $A \\in \\mathbb{R}^{m \\times n}$ and $x \\in \\mathbb{R}^n$. Then $y = A x$.\n")
    assert loaded(["check", "--no-cache", str(note)]) & {"numpy", "sympy", "pygls", "lsprotocol"} == set()


def test_a_run_from_the_cache_loads_nothing_that_reads_notes(tmp_path: Path) -> None:
    note = tmp_path / "note.md"
    note.write_text("Let $A \\in \\mathbb{R}^{m \\times n}$ and $x \\in \\mathbb{R}^n$. Then $y = A x$.\n")
    (tmp_path / "nablint.toml").write_text('ignore = ["NOT"]\n')
    words = ["check", "--cache-dir", str(tmp_path / "cache"), str(note)]
    reading = {"nablint.declarations.collect", "nablint.parse.parser", "nablint.readings.judged"}
    assert loaded(words) >= reading
    assert loaded(words) & reading == set()


def loaded(arguments: list[str]) -> set[str]:
    """The modules that a command has loaded when it ends."""
    program = (
        "import sys\nfrom nablint.cli.main import main\n"
        "try:\n    main(sys.argv[1:])\nexcept SystemExit:\n    pass\nsys.stderr.write('\\nloaded: ' + ' '.join(sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", program, *arguments], env=ENVIRONMENT, capture_output=True, text=True)
    assert "loaded: " in run.stderr, run.stderr
    return set(run.stderr.rpartition("loaded: ")[2].split())
