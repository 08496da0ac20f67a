"""The table beside the grammar is the one that Lark makes of it today, and loading it imports no Lark."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from nablint.parse.grammar_files import grammar_path, grammar_text
from nablint.parse.lalr import GRAMMAR, TABLE, build_table

SERVER = str(Path(__file__).resolve().parents[2] / "server")
ENVIRONMENT = {**os.environ, "PYTHONPATH": SERVER}


def test_the_table_is_fresh() -> None:
    kept = json.loads(grammar_path(TABLE).read_text(encoding="utf-8"))
    assert kept == json.loads(json.dumps(build_table(grammar_text(GRAMMAR)))), "run python -m nablint.parse.lalr"


def test_parsing_imports_no_parser_generator() -> None:
    code = "import sys; from nablint.parse.parser import parse; parse('a + b'); print('lark' in sys.modules)"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=ENVIRONMENT)
    assert out.stdout.strip() == "False"
