"""`nablint doctor [FOLDER]`: whether this installation works, which versions and settings it has, what is missing for what."""

from __future__ import annotations

import json
import os
from argparse import Namespace
from dataclasses import asdict

from nablint.cli.console import complain, say
from nablint.cli.exits import FINDINGS, UNABLE, WELL
from nablint.features.doctor import examine_installation


def run(arguments: Namespace) -> int:
    if not os.path.isdir(arguments.folder):
        complain(f"{arguments.folder}: no such folder")
        return UNABLE
    checks = examine_installation(arguments.folder)
    if arguments.output_format == "json":
        say(json.dumps([asdict(check) for check in checks], ensure_ascii=False, indent=1))
    else:
        width = max(len(check.topic) for check in checks)
        for check in checks:
            mark = {"fine": "  ", "missing": "- ", "wrong": "! "}[check.state]
            say(f"{mark}{check.topic:{width}}  {check.text}")
    return FINDINGS if any(check.state == "wrong" for check in checks) else WELL
