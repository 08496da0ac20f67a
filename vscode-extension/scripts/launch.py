"""Starts the nablint that stands beside this file; run by `python -I`, so nothing else decides what is imported."""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
# Before everything else, so that an older nablint or attrs of the interpreter is not taken by mistake.
sys.path[:0] = [str(HERE / "server"), str(HERE / "libs")]

if __name__ == "__main__":
    from nablint.cli.main import main

    sys.exit(main())
