"""The package as users get it: wheel, sdist and editable install carry the grammars, and the installed command runs."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
import tarfile
import time
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NOTE = "Let $A \\in \\mathbb{R}^{m \\times n}$ and $x \\in \\mathbb{R}^m$.\n\n$$\ny = A x\n$$\n"
GRAMMARS = sorted(path.name for path in (ROOT / "grammar").glob("*.lark"))


def run(*command: str | Path, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    """Without the source tree on the path, so that only what was built can be imported."""
    clean = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "GITHUB_ACTIONS")}
    return subprocess.run(
        [*map(str, command)], cwd=cwd, env={**clean, **environment}, capture_output=True, text=True, stdin=subprocess.DEVNULL
    )


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A wheel and an sdist, built by the project's own backend without the network."""
    folder = tmp_path_factory.mktemp("dist")
    program = (
        "import sys; from hatchling.build import build_wheel, build_sdist; "
        "sys.stderr.write(build_wheel(sys.argv[1]) + ' ' + build_sdist(sys.argv[1]))"
    )
    ended = run(sys.executable, "-c", program, folder)
    assert ended.returncode == 0, ended.stderr
    (wheel,) = folder.glob("*.whl")
    (sdist,) = folder.glob("*.tar.gz")
    return {"wheel": wheel, "sdist": sdist}


def check_with(site: Path, folder: Path) -> None:
    """The package below `site`, and nothing of the source tree, finds the mistake."""
    (folder / "note.md").write_text(NOTE)
    # An editable install of the source tree comes later on the path than `site`.
    program = (
        f"import sys; sys.path[:0] = [{str(site)!r}]\n"
        "import nablint.cli.main as m; sys.stderr.write(m.__file__); sys.exit(m.main())"
    )
    ended = run(sys.executable, "-c", program, "check", "--no-cache", "--output-format", "concise", "note.md", cwd=folder)
    assert ended.stderr.startswith(str(site)), ended.stderr
    assert ended.returncode == 1, ended.stderr
    assert ended.stdout.startswith("note.md:4:5: SHP001"), ended.stdout


def test_the_wheel_carries_the_grammars_and_runs(built: dict[str, Path], tmp_path: Path) -> None:
    with zipfile.ZipFile(built["wheel"]) as wheel:
        names = set(wheel.namelist())
        wheel.extractall(tmp_path / "site")
    assert GRAMMARS
    assert {f"nablint/grammar/{name}" for name in GRAMMARS} <= names
    assert any(name.endswith("entry_points.txt") for name in names)
    check_with(tmp_path / "site", tmp_path)


def test_the_sdist_builds_the_same_wheel(built: dict[str, Path], tmp_path: Path) -> None:
    with tarfile.open(built["sdist"]) as sdist:
        sdist.extractall(tmp_path, filter="data") if sys.version_info >= (3, 12) else sdist.extractall(tmp_path)
    (tree,) = (path for path in tmp_path.iterdir() if path.is_dir())
    assert (tree / "tests").is_dir()
    program = "import sys; from hatchling.build import build_wheel; build_wheel(sys.argv[1])"
    ended = run(sys.executable, "-c", program, tmp_path, cwd=tree)
    assert ended.returncode == 0, ended.stderr
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as again, zipfile.ZipFile(built["wheel"]) as wheel:
        assert set(again.namelist()) == set(wheel.namelist())


def test_the_command_that_users_type_runs(tmp_path: Path) -> None:
    """The editable install of the development environment: its script, from any folder."""
    script = Path(sys.executable).with_name("nablint")
    command = [script] if script.exists() else [sys.executable, "-m", "nablint"]
    environment = {} if script.exists() else {"PYTHONPATH": str(ROOT / "server")}
    (tmp_path / "note.md").write_text(NOTE)
    ended = run(*command, "check", "note.md", cwd=tmp_path, **environment)
    assert ended.returncode == 1, ended.stderr
    assert "SHP001 product-mismatch" in ended.stdout
    assert run(*command, "--version", cwd=tmp_path, **environment).stdout.startswith("nablint ")


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    for k in range(400):
        (tmp_path / f"n{k}.md").write_text(NOTE)
    command = f"{sys.executable} -m nablint check --no-cache . | head -n 1"
    ended = run("bash", "-c", command, cwd=tmp_path, PYTHONPATH=str(ROOT / "server"))
    assert ended.stderr == ""
    assert "SHP001" in ended.stdout


def test_a_run_that_is_killed_leaves_notes_and_cache_whole(tmp_path: Path) -> None:
    """Killed at several moments; what is left is used by the next run, which says the same as one without a cache."""
    for k in range(60):
        (tmp_path / f"n{k}.md").write_text(NOTE + f"\nnumber {k}\n")
    command = [sys.executable, "-m", "nablint", "check", "--output-format", "concise", "-q"]
    path = {"PYTHONPATH": str(ROOT / "server")}
    for patience in ("0.15", "0.2", "0.25", "0.3"):
        run("timeout", "-s", "KILL", patience, *command, "--jobs", "2", ".", cwd=tmp_path, **path)
    whole = run(*command, "--no-cache", ".", cwd=tmp_path, **path)
    assert run(*command, ".", cwd=tmp_path, **path).stdout == whole.stdout
    assert run(*command, ".", cwd=tmp_path, **path).stdout == whole.stdout
    assert len(whole.stdout.splitlines()) == 60
    assert all((tmp_path / f"n{k}.md").read_text() == NOTE + f"\nnumber {k}\n" for k in range(60))


@pytest.mark.skipif(sys.platform != "linux", reason="how a process is found among the children of another")
def test_the_processes_of_a_run_that_is_killed_end_too(tmp_path: Path) -> None:
    """Else whoever reads what the run says would wait for ever: they hold its output open."""
    for k in range(200):
        (tmp_path / f"n{k}.md").write_text(NOTE * 20 + f"\nnumber {k}\n")
    command = [sys.executable, "-m", "nablint", "check", "--no-cache", "-q", "--jobs", "2", "."]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "server")}
    with subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE) as process:
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        while process.poll() is None and len(children.read_text().split()) < 2:
            time.sleep(0.01)
        process.kill()
        process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL


@pytest.mark.skipif(sys.platform != "linux", reason="how a process is found among the children of another")
@pytest.mark.parametrize("all_at_once", [True, False], ids=["as a terminal does", "as a container's end does"])
def test_a_run_that_is_interrupted_ends_at_once(tmp_path: Path, all_at_once: bool) -> None:
    """Not after all the work that its processes were given."""
    for k in range(400):
        (tmp_path / f"n{k}.md").write_text(NOTE * 40 + f"\nnumber {k}\n")
    command = [sys.executable, "-m", "nablint", "check", "--no-cache", "-q", "--jobs", "2", "--output-format", "concise", "."]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "server")}
    with subprocess.Popen(
        command,
        cwd=tmp_path,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        # Tests that run in the background of a shell are told to ignore it, and what they start would be as well.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    ) as process:
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        while process.poll() is None and len(children.read_text().split()) < 2:
            time.sleep(0.01)
        time.sleep(0.2)
        (os.killpg if all_at_once else os.kill)(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err) == (130, "", "nablint: interrupted\n")


@pytest.mark.skipif(sys.platform == "win32", reason="no such signal")
def test_a_run_that_is_told_to_end_takes_its_temporary_files_along(tmp_path: Path) -> None:
    """What was unpacked of an archive within an archive, as a job of CI that is cancelled had it."""
    papers, archive, scratch = tmp_path / "papers.tar.gz", tmp_path / "all.tar", tmp_path / "scratch"
    scratch.mkdir()
    (tmp_path / "note.md").write_text(NOTE * 200)
    with tarfile.open(papers, "w:gz") as packed:
        for k in range(200):
            packed.add(tmp_path / "note.md", f"n{k}.md")
    with tarfile.open(archive, "w") as packed:
        packed.add(papers, "papers.gz")
    command = [sys.executable, "-m", "nablint", "check", "--no-cache", "-q", str(archive)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "server"), "TMPDIR": str(scratch)}
    with subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        while process.poll() is None and not any(scratch.iterdir()):
            time.sleep(0.01)
        process.terminate()
        process.communicate(timeout=60)
    assert process.returncode == 143
    assert list(scratch.iterdir()) == []


def test_a_long_run_says_on_a_terminal_how_far_it_is(tmp_path: Path) -> None:
    """And wipes the line; where standard error is no terminal, nothing is said."""
    for k in range(5):
        (tmp_path / f"n{k}.md").write_text(NOTE + f"\nnumber {k}\n")
    program = (
        "import sys, nablint.cli.progress as p; p.SHOW_AFTER = p.EVERY = -1.0\n"
        "import nablint.cli.main as m\n"
        "sys.exit(m.main(['check', '--no-cache', '--jobs', '1', '-o', 'out.txt', *sys.argv[1:], '.']))"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "server")}

    def said(*arguments: str) -> str:
        leader, terminal = pty.openpty()
        command = [sys.executable, "-c", program, *arguments]
        subprocess.run(command, cwd=tmp_path, env=environment, stderr=terminal, stdout=subprocess.DEVNULL)
        os.write(terminal, b"|")
        text = b""
        while not text.endswith(b"|"):
            text += os.read(leader, 10_000)
        os.close(leader)
        os.close(terminal)
        return text.decode()

    shown = said()
    assert [f"\r{k} of 5 notes" in shown for k in range(1, 6)] == [True] * 5
    assert "5 of 5 notes\r\x1b[K" in shown
    assert said("--quiet") == "|"
    assert "of 5 notes" not in run(sys.executable, "-c", program, cwd=tmp_path, PYTHONPATH=str(ROOT / "server")).stderr


def test_runs_at_the_same_time_share_one_cache(tmp_path: Path) -> None:
    """Each says what it would say alone, and what they leave is whole."""
    for k in range(40):
        (tmp_path / f"n{k}.md").write_text(NOTE + f"\nnumber {k % 20}\n")
    command = [sys.executable, "-m", "nablint", "check", "--output-format", "concise", "-q", "--jobs", "2", "."]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "server")}
    runs = [subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    said = {process.communicate(timeout=120)[0] for process in runs}
    alone = run(*command, "--no-cache", cwd=tmp_path, PYTHONPATH=str(ROOT / "server")).stdout
    assert said == {alone} and len(alone.splitlines()) == 40
    assert not list((tmp_path / ".nablint_cache").glob(".new-*"))
    assert run(*command, cwd=tmp_path, PYTHONPATH=str(ROOT / "server")).stdout == alone


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no device that is always full")
def test_a_full_disk_is_a_line_and_a_reader_that_goes_away_is_none(tmp_path: Path) -> None:
    (tmp_path / "note.md").write_text(NOTE)
    command = f"{sys.executable} -m nablint check --no-cache --output-format html note.md"
    for pipe, said in (
        ("> /dev/full", "nablint: standard output cannot be written: No space left on device\n"),
        ("| true", ""),
    ):
        ended = run("sh", "-c", f"{command} {pipe}", cwd=tmp_path, PYTHONPATH=str(ROOT / "server"))
        assert ended.stderr == said


def test_watch_checks_again_when_a_note_changes(tmp_path: Path) -> None:
    (tmp_path / "note.md").write_text(NOTE)
    command = [sys.executable, "-m", "nablint", "check", "--watch", "--no-cache", "-q", "--output-format", "concise"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "server"), "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None and process.stderr is not None
        assert process.stdout.readline().startswith("note.md:4:5: SHP001")
        assert "watching" in process.stderr.readline()
        (tmp_path / "note.md").write_text("\n" + NOTE)
        assert process.stdout.readline().startswith("note.md:5:5: SHP001")
        assert "watching" in process.stderr.readline()
        # A file that the note reads counts like the note.
        (tmp_path / "note.md").write_text("{{< include more.txt >}}\n\n$A x$\n")
        assert "watching" in process.stderr.readline()
        (tmp_path / "more.txt").write_text("Let $A \\in \\mathbb{R}^{m \\times n}$ and $x \\in \\mathbb{R}^m$.\n")
        assert process.stdout.readline().startswith("note.md:3:2: SHP001")
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
        assert process.returncode == 130
