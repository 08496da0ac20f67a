"""How long an editor waits for nablint's server, beside a pygls server that only syncs and publishes, in the same run.

    PYTHONPATH=server python tests/bench/lsp_latency.py [--note FILE] [--edits 200] [--memory 0]

Both servers run as processes of their own over a pipe and take turns, so that the machine's mood hits both alike.
Without `--note` a note of about 100 KB is made up: sections with declarations, definitions, claims and a few mistakes.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from random import Random
from statistics import median, quantiles
from typing import Any

ROOT = Path(__file__).parents[2]
URI = "file:///bench/note.md"
GOALS = {
    "start to the answer to initialize": "450 in the median",
    "open to first diagnostics": "500",
    "key press to diagnostics": "16 in the median, 50 at the 95th, twice the other",
    "hover, cached": "5",
    "hover on a derivative, the first": "150 at the 95th",
    "hints of a screen": "10",
    "completion": "20",
}


class Client:
    """One server process."""

    def __init__(self, command: list[str]) -> None:
        environment = {**os.environ, "PYTHONPATH": str(ROOT / "server")}
        begin = time.perf_counter()
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment)
        self.ids = 0
        self.version = 1
        capabilities = {
            "textDocument": {"hover": {"contentFormat": ["markdown"]}},
            "general": {"positionEncodings": ["utf-32"]},
        }
        self.request("initialize", {"processId": None, "rootUri": None, "capabilities": capabilities})
        self.start = time.perf_counter() - begin
        self.notify("initialized", {})

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self.process.stdin is not None
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()

    def _read(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        length = 0
        while line := self.process.stdout.readline().strip():
            if line.lower().startswith(b"content-length"):
                length = int(line.split(b":")[1])
        message: dict[str, Any] = json.loads(self.process.stdout.read(length))
        return message

    def notify(self, method: str, params: Any) -> None:
        self._send({"method": method, "params": params})

    def request(self, method: str, params: Any) -> Any:
        self.ids += 1
        self._send({"id": self.ids, "method": method, "params": params})
        while (message := self._read()).get("id") != self.ids:
            pass
        if "error" in message:
            raise SystemExit(f"{method}: {message['error']}")
        return message["result"]

    def timed(self, method: str, params: Any) -> float:
        begin = time.perf_counter()
        self.request(method, params)
        return time.perf_counter() - begin

    def open(self, text: str) -> float:
        begin = time.perf_counter()
        document = {"uri": URI, "languageId": "markdown", "version": 1, "text": text}
        self.notify("textDocument/didOpen", {"textDocument": document})
        self._published(1)
        return time.perf_counter() - begin

    def press(self, line: int, character: int, text: str, erase: int = 0) -> float:
        """One edit, until its diagnostics are there."""
        begin = time.perf_counter()
        self.version += 1
        at = {"start": {"line": line, "character": character}, "end": {"line": line, "character": character + erase}}
        document = {"uri": URI, "version": self.version}
        self.notify("textDocument/didChange", {"textDocument": document, "contentChanges": [{"range": at, "text": text}]})
        self._published(self.version)
        return time.perf_counter() - begin

    def _published(self, version: int) -> None:
        while True:
            message = self._read()
            if message.get("method") == "textDocument/publishDiagnostics" and message["params"].get("version") == version:
                return

    def memory(self) -> float:
        """Resident megabytes; 0 where the system does not say."""
        try:
            status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        except OSError:
            return 0.0
        return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmRSS"))

    def close(self) -> None:
        self.request("shutdown", None)
        self.notify("exit", None)
        self.process.wait(30)


def made_up(size: int = 100_000) -> str:
    """A note of the given size that a person could have written."""
    sections = []
    k = 0
    while sum(map(len, sections)) < size:
        k += 1
        wrong = "x A" if k % 10 == 1 else "A x"
        sections.append(
            f"## {k} Layer number {k}\n\n"
            "Let $A \\in \\mathbb{R}^{m \\times n}$, $x \\in \\mathbb{R}^n$ and $b \\in \\mathbb{R}^m$. Some words say\n"
            f"what the layer does, and why its weights are what they are. Here ${wrong}$ is the activation.\n\n"
            "Define $y = A x + b$ and $z = y^\\top y$. By the chain rule\n\n"
            "$$\n\\frac{\\partial z}{\\partial x} = \\frac{\\partial z}{\\partial y} \\frac{\\partial y}{\\partial x}\n$$\n\n"
            "- a list item with $\\|x\\|^2 = x^\\top x$\n- and one more, $b + A x$\n\n"
        )
    return "<!-- nablint: layout numerator -->\n\n" + "".join(sections)


def places(lines: list[str], count: int) -> list[tuple[int, int]]:
    """Places all over a note, each behind a letter: in words and in formulas as often as it has them."""
    behind = [(row, at) for row, line in enumerate(lines) for at in range(1, len(line)) if line[at - 1].islower()]
    return Random(4).sample(behind, count)


def spread(times: list[float]) -> str:
    milliseconds = [t * 1e3 for t in times]
    high = quantiles(milliseconds, n=20)[-1] if len(milliseconds) > 1 else milliseconds[0]
    return f"{median(milliseconds):8.1f} ms median {high:8.1f} ms 95th"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--note", type=Path)
    parser.add_argument("--edits", type=int, default=200)
    parser.add_argument("--memory", type=int, default=0, help="so many edits more, and what they cost in memory")
    arguments = parser.parse_args()
    text = arguments.note.read_text(encoding="utf-8") if arguments.note else made_up()
    lines = text.split("\n")
    commands = {
        "nablint": [sys.executable, "-m", "nablint.lsp"],
        "minimal": [sys.executable, str(Path(__file__).parent / "minimal_server.py")],
    }
    starts: dict[str, list[float]] = {name: [] for name in commands}
    clients: dict[str, Client] = {}
    for _ in range(3):
        for name, command in commands.items():
            if name in clients:
                clients[name].close()
            clients[name] = Client(command)
            starts[name].append(clients[name].start)
    time.sleep(2)  # what is loaded early is loaded now
    nablint = clients["nablint"]
    report = [("start to the answer to initialize", starts["nablint"], starts["minimal"])]
    opened = {name: client.open(text) for name, client in clients.items()}
    report.append(("open to first diagnostics", [opened["nablint"]], [opened["minimal"]]))
    formula = next(k for k in range(len(lines) // 2, len(lines)) if "$" in lines[k] and "\\frac" not in lines[k])
    column = lines[formula].index("$") + 1
    presses: dict[str, list[float]] = {name: [] for name in clients}
    for line, at in places(lines, arguments.edits // 4):
        for keys, typed in enumerate(("u", "n", "", "")):
            for name, client in clients.items():
                presses[name].append(client.press(line, at + (0, 1, 1, 0)[keys], typed, keys // 2))
    report.append(("key press to diagnostics", presses["nablint"], presses["minimal"]))
    here = {"textDocument": {"uri": URI}, "position": {"line": formula, "character": column + 1}}
    nablint.request("textDocument/hover", here)
    report.append(("hover, cached", [nablint.timed("textDocument/hover", here) for _ in range(100)], []))
    derivatives = [k for k, line in enumerate(lines) if "\\frac{\\partial" in line][:40]
    times = []
    for k in derivatives:
        position = {"line": k, "character": lines[k].index("\\frac") + 2}
        times.append(nablint.timed("textDocument/hover", {"textDocument": {"uri": URI}, "position": position}))
    report.append(("hover on a derivative, the first", times, []))
    screen = {"start": {"line": formula - 25, "character": 0}, "end": {"line": formula + 25, "character": 0}}
    hints = {"textDocument": {"uri": URI}, "range": screen}
    report.append(("hints of a screen", [nablint.timed("textDocument/inlayHint", hints) for _ in range(50)], []))
    report.append(("completion", [nablint.timed("textDocument/completion", here) for _ in range(50)], []))
    print(f"{len(text)} characters; {arguments.edits} edits")
    for name, own, other in report:
        ratio = f"   {median(own) / median(other):5.1f} x minimal" if other else ""
        print(f"{name:36} {spread(own)}{ratio:20}   goal: {GOALS[name]}")
    before = nablint.memory()
    for line, at in places(lines, arguments.memory // 2):
        nablint.press(line, at, "u")
        nablint.press(line, at, "", 1)
    after = nablint.memory()
    print(
        f"{'memory':36} {after:8.1f} MB"
        + (f", {after - before:+.1f} after {arguments.memory} edits" if arguments.memory else "")
    )
    for client in clients.values():
        client.close()


if __name__ == "__main__":
    main()
