"""The Containerfile: it copies what the package is made of, and the image that it makes checks notes for anyone."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import uuid
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINES = (ROOT / "Containerfile").read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
(BASE,) = {line.split()[1] for line in LINES if line.startswith("FROM ")}
WRONG = "Let $x \\in \\mathbb{R}^n$ and $A \\in \\mathbb{R}^{n \\times n}$.\n\n$$\n\\nabla_x (x^\\top A x) = A x\n$$\n"


def copied() -> dict[str, str]:
    """What the first stage takes from the repository, and where to."""
    words = [line.split()[1:] for line in LINES if line.startswith("COPY ") and "--from" not in line]
    return {source: target for *sources, target in words for source in sources}


def wheel_of(folder: Path, out: Path) -> set[str]:
    program = "import sys; from hatchling.build import build_wheel; build_wheel(sys.argv[1])"
    ended = subprocess.run([sys.executable, "-c", program, out], cwd=folder, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr
    with zipfile.ZipFile(next(out.glob("*.whl"))) as wheel:
        return set(wheel.namelist())


def test_what_is_copied_makes_the_same_wheel(tmp_path: Path) -> None:
    for source, target in copied().items():
        place = tmp_path / target.lstrip("/")
        if (ROOT / source).is_dir():
            shutil.copytree(ROOT / source, place)
        else:
            place.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / source, place)
    here, there = tmp_path / "here", tmp_path / "there"
    here.mkdir()
    there.mkdir()
    assert wheel_of(tmp_path / "source", there) == wheel_of(ROOT, here)


def test_only_what_is_copied_is_sent_to_the_builder() -> None:
    lines = [line for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    assert lines[0] == "*"
    assert {line[1:] for line in lines if line.startswith("!")} == set(copied())


def buildah(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "BUILDAH_ISOLATION": "chroot"}
    return subprocess.run(["buildah", *map(str, arguments)], env=environment, capture_output=True, text=True)


@pytest.fixture(scope="module")
def image() -> Iterator[str]:
    """Built without a daemon, on a base image that is there already: nothing is fetched but what pip installs."""
    if shutil.which("buildah") is None:
        pytest.skip("no buildah")
    if not buildah("images", "--quiet", f"docker.io/library/{BASE}").stdout.strip():
        pytest.skip(f"no base image {BASE} among those of buildah")
    name = f"localhost/nablint-{uuid.uuid4().hex[:12]}"
    ended = buildah("bud", "--pull-never", "--tag", name, "--file", ROOT / "Containerfile", ROOT)
    if re.search(r"No matching distribution|Could not fetch|Failed to establish a new connection", ended.stderr):
        pytest.skip("no package index to install from")
    assert ended.returncode == 0, ended.stderr
    yield name
    buildah("rmi", "--force", name)


@pytest.fixture
def container(image: str) -> Iterator[str]:
    name = buildah("from", "--pull-never", image).stdout.strip()
    yield name
    buildah("rm", name)


@pytest.mark.parametrize("user", ["0:0", "4321:4321"])
def test_the_image_checks_notes_that_it_may_not_write(container: str, user: str, tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "wrong.md").write_text(WRONG)
    config = json.loads(buildah("inspect", container).stdout)["OCIv1"]["config"]
    assert config["WorkingDir"] == "/notes"

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        volume = f"{notes}:/notes:ro"
        return buildah("run", "--user", user, "--volume", volume, container, "--", *config["Entrypoint"], *arguments)

    assert run("--version").stdout.startswith("nablint ")
    ended = run("check", "--no-cache", "--output-format", "concise", ".")
    assert ended.stdout.startswith("wrong.md:4:"), ended.stderr
    assert "VAL001" in ended.stdout
    assert ended.returncode == 1
    results = json.loads(run("check", "--no-cache", "--output-format", "sarif", ".").stdout)["runs"][0]["results"]
    assert [result["ruleId"] for result in results] == ["VAL001"]
    assert [path.name for path in notes.iterdir()] == ["wrong.md"]
