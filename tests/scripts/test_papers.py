"""The measuring of very many papers: what is made up, and what is said of it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "scripts"))

from measuring.papers import paper  # noqa: E402


def test_papers_are_the_same_every_time_and_no_two_are_alike() -> None:
    made = [tuple(paper(k)) for k in range(300)]
    assert made == [tuple(paper(k)) for k in range(300)]
    texts = [data for files in made for name, data in files if not name.endswith("macros.tex")]
    assert len(set(texts)) == len(texts) == 300
    names = [name for files in made for name, _ in files]
    assert {name.rsplit(".", 1)[1] for name in names} == {"md", "tex", "gz"}


def test_it_says_what_an_archive_costs(tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "scripts" / "papers.py"), "10", "40", "--shards", "2", "--folder", str(tmp_path)]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert ended.returncode == 0, ended.stderr
    lines = [line.strip() for line in ended.stdout.splitlines()]
    for title in ("no cache", "first with cache", "second with cache", "shard 1/2, no cache", "merge"):
        assert sum(line.startswith(f"{title} ") for line in lines) == 3, ended.stdout
    assert lines.count("merged as one run") == 2
    assert "from 10 to 40 papers, 4.0 times as many:" in lines
    assert "ended with" not in ended.stdout
