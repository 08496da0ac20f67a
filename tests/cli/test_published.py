"""What others copy from this repository: every command line in it is one that nablint understands."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import pytest
import yaml

from nablint.cli.arguments import build_parser
from nablint.cli.formats import FORMATS
from tests.cli.conftest import RIGHT, UNCLOSED

ROOT = Path(__file__).resolve().parents[2]
FILES = [
    "README.md",
    "docs/ci.md",
    "action.yml",
    ".pre-commit-hooks.yaml",
    "templates/gitlab-ci.yml",
    "Containerfile",
    "Makefile",
    "CONTRIBUTING.md",
]
_COMMAND = re.compile(
    r"(?:^|[ `/(:])nablint ((?:check|merge|baseline|rule|shapes|why|spans|derive|config|server|cache)\b[^`|#\n&)]*)"
)


def commands() -> list[tuple[str, str]]:
    return [
        (name, found.strip().rstrip('.,;"'))
        for name in FILES
        for found in _COMMAND.findall((ROOT / name).read_text(encoding="utf-8"))
    ]


def filled(line: str) -> str:
    """With what a runner would put for its variables."""
    return line.replace("$NABLINT_ARGS", "").replace("${{ matrix.shard }}", "1")


def test_there_are_command_lines_to_look_at() -> None:
    assert {name for name, _ in commands()} >= {"README.md", "docs/ci.md", "action.yml", ".pre-commit-hooks.yaml"}


@pytest.mark.parametrize(("name", "line"), commands())
def test_a_published_command_line_is_understood(name: str, line: str) -> None:
    words = [word for word in shlex.split(filled(line).replace("[CODE]", "")) if word]
    if words[0] in ("shapes", "spans", "why") and len(words) == 1:
        words.append("note.md:1")
    if words[0] in ("derive", "cache", "merge") and len(words) == 1:
        return
    arguments = build_parser().parse_args(words)
    for text in getattr(arguments, "output_format", None) or []:
        if words[0] == "check":
            assert text.partition("=")[0] in FORMATS


def test_nobody_is_told_to_install_an_extra_that_brings_nothing() -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8").partition("[project.optional-dependencies]")[2]
    extras = {name for name, needed in re.findall(r"^(\w+) = \[(.*)\]$", project.partition("\n[")[0], re.M) if needed}
    assert extras == {"server", "dask"}
    kinds = {".md", ".lua", ".rs", ".txt", ".py", ".ts", ".yaml", ".yml", ".el", ".json", ".vim"}
    folders = [ROOT / name for name in ("docs", "editors", "server", "vscode-extension/src", "templates")]
    files = [
        path for folder in folders for path in folder.rglob("*") if path.suffix in kinds and "node_modules" not in path.parts
    ]
    told = 0
    for path in [*files, *ROOT.glob("*.md"), ROOT / "vscode-extension" / "README.md"]:
        for named in re.findall(r"(?:nablint\[|nablint@[\d.]+\?extra=)([\w,]+)", path.read_text(encoding="utf-8")):
            assert set(named.split(",")) <= extras, path
            told += 1
    assert told > 5


def test_the_template_is_the_page() -> None:
    page = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
    job = (ROOT / "templates" / "gitlab-ci.yml").read_text(encoding="utf-8").partition("\n")[2]
    assert job in page


def test_the_hooks_take_every_suffix_that_is_a_note() -> None:
    from nablint.base.source import KIND_OF_SUFFIX

    patterns = re.findall(r"files: (\S+)", (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert len(patterns) == 2
    for pattern in patterns:
        for suffix in KIND_OF_SUFFIX:
            assert re.search(pattern, f"notes/a{suffix}")


def blocks() -> list[Any]:
    """The YAML of the page, in order."""
    page = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
    return [yaml.safe_load(textwrap.dedent(found)) for found in re.findall(r"^```yaml\n(.*?)^```", page, re.M | re.S)]


def bash(script: str, folder: Path, **more: str) -> int:
    """A step as a runner runs it, with the source tree's nablint as the installed one."""
    program = f'nablint() {{ "{sys.executable}" -m nablint "$@"; }}\n{script}'
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "server"), "GITHUB_ACTIONS": "", **more}
    return subprocess.run(["bash", "-e", "-c", program], cwd=folder, env=environment, capture_output=True).returncode


def nablint_steps(job: dict[str, Any]) -> list[str]:
    return [step["run"] for step in job["steps"] if step.get("run", "").startswith("nablint ")]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "wrong.md").write_text(UNCLOSED)
    (tmp_path / "notes" / "right.md").write_text(RIGHT)
    return tmp_path


def test_the_first_workflow_fails_on_a_mistake_and_passes_without(tree: Path) -> None:
    (step,) = nablint_steps(blocks()[0]["jobs"]["nablint"])
    assert bash(step, tree) == 1
    (tree / "notes" / "wrong.md").unlink()
    assert bash(step, tree) == 0


def test_the_step_for_code_scanning_writes_what_it_uploads(tree: Path) -> None:
    (workflow,) = [block for block in blocks() if "upload-sarif" in str(block)]
    job = workflow["jobs"]["nablint"]
    (step,) = nablint_steps(job)
    assert bash(step, tree) == 0
    assert json.loads((tree / job["steps"][-1]["with"]["sarif_file"]).read_text())["version"] == "2.1.0"
    assert workflow["permissions"]["security-events"] == "write"


def test_the_action_checks_what_it_is_given(tree: Path) -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    step = action["runs"]["steps"][-1]
    assert set(step["env"]) == {"NABLINT_PATHS", "NABLINT_ARGS"}
    assert bash(step["run"], tree, NABLINT_PATHS="notes/wrong.md notes/right.md", NABLINT_ARGS="") == 1
    assert bash(step["run"], tree, NABLINT_PATHS="notes/right.md", NABLINT_ARGS="--fail-on error") == 0


def test_the_gitlab_job_writes_its_artifact(tree: Path) -> None:
    job = yaml.safe_load((ROOT / "templates" / "gitlab-ci.yml").read_text(encoding="utf-8"))["nablint"]
    assert bash(job["script"][-1], tree) == 1
    (finding,) = json.loads((tree / job["artifacts"]["reports"]["codequality"]).read_text())
    assert finding["location"]["path"] == "notes/wrong.md"


def test_the_workflow_of_shards_gives_one_report(tree: Path) -> None:
    (jobs,) = [block["jobs"] for block in blocks() if isinstance(block, dict) and "merge" in block.get("jobs", {})]
    (check,), (merge,) = nablint_steps(jobs["check"]), nablint_steps(jobs["merge"])
    for shard in jobs["check"]["strategy"]["matrix"]["shard"]:
        assert bash(check.replace("${{ matrix.shard }}", str(shard)), tree) == 0
    assert bash(merge, tree) == 1
    assert len(json.loads((tree / "nablint.sarif").read_text())["runs"][0]["results"]) == 1


def test_the_hooks_run_on_the_files_that_are_given_to_them(tree: Path) -> None:
    for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")):
        assert bash(f"{hook['entry']} {' '.join(hook.get('args', []))} notes/wrong.md", tree) == 1
        assert bash(f"{hook['entry']} {' '.join(hook.get('args', []))} notes/right.md", tree) == 0
