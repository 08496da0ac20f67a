"""The entry of `nablint`: hands the arguments to one command, imported only then, and returns its exit code."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from nablint import __version__
from nablint.cli.exits import INTERRUPTED, TERMINATED, UNABLE


class Terminated(KeyboardInterrupt):
    """The process was told to end, by other means than Ctrl-C."""


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command; returns its exit code (0 well, 1 findings, 2 could not run)."""
    words = list(sys.argv[1:] if argv is None else argv)
    if words in (["--version"], ["-V"]):
        # Asked for by editors and scripts at every start, so it loads nothing else.
        sys.stdout.write(f"nablint {__version__}\n")
        return 0
    from nablint.cli.console import OutputLost, complain, use_utf8

    use_utf8()
    if argv is None and words[:1] != ["server"]:
        _end_properly()
    try:
        return _run(words)
    except OutputLost as lost:
        # The reader (head, less) went away, or the disk is full: keep Python's last flush from complaining.
        import os

        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if lost.why:
            complain(f"standard output cannot be written: {lost.why}")
        return UNABLE
    except KeyboardInterrupt as interruption:
        complain("interrupted")
        return TERMINATED if isinstance(interruption, Terminated) else INTERRUPTED


def _end_properly() -> None:
    """A process that is told to end takes its temporary files along, as one that is interrupted does."""
    import signal

    def end(number: int, frame: object) -> None:
        raise Terminated

    signal.signal(signal.SIGTERM, end)


def _run(words: list[str]) -> int:
    from importlib import import_module

    from nablint.cli.arguments import COMMANDS, parse
    from nablint.cli.console import flush

    arguments = parse(words)
    command = import_module(COMMANDS[arguments.command].module)
    code: int = command.run(arguments)
    flush()
    return code
