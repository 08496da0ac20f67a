"""The exit codes of the command."""

from __future__ import annotations

WELL = 0  # nothing that fails the run
FINDINGS = 1  # findings of the severity that fails the run
UNABLE = 2  # nothing could be checked, or the command was not understood
INTERRUPTED = 130  # as shells report Ctrl-C
TERMINATED = 143  # as shells report what `kill` and a cancelled job of CI send
