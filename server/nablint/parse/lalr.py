"""The LALR table that Lark makes of grammar/math.lark, and the loop that runs it over items.

The table is kept beside the grammar as JSON with the grammar's checksum: loading it costs 1 ms, where Lark costs 80 ms to
import and build. Where the checksum does not fit, the table is built anew. `python -m nablint.parse.lalr` writes it.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable
from functools import lru_cache
from typing import Any, TypeAlias, cast

from nablint.base.values import dataclass
from nablint.parse.grammar_files import grammar_path, grammar_text
from nablint.parse.items import Item

GRAMMAR = "math.lark"
TABLE = "math.table.json"

Action: TypeAlias = Callable[[list[Any]], Any]


class Unreadable(Exception):
    """The items are no sentence of the grammar; caught where they are split into smaller pieces."""


@dataclass(frozen=True, slots=True)
class Table:
    """`states[s][symbol]` is the state to shift to, or -1-r to reduce by rule r. A rule is (name, origin, size)."""

    rules: tuple[tuple[str, str, int], ...]
    states: tuple[dict[str, int], ...]
    start: int
    end: int


def load_table() -> Table:
    text = grammar_text(GRAMMAR)
    path = grammar_path(TABLE)
    if path.is_file():
        data = json.loads(path.read_text(encoding="utf-8"))
        if data["grammar"] == fingerprint(text):
            return _table(data)
    return _table(build_table(text))


def fingerprint(text: str) -> str:
    """The same whatever the line ends of a checkout."""
    return format(zlib.crc32(text.replace("\r\n", "\n").encode()), "08x")


def _table(data: dict[str, Any]) -> Table:
    rules = tuple((name, origin, size) for name, origin, size in data["rules"])
    return Table(rules, tuple(data["states"]), data["start"], data["end"])


def build_table(text: str) -> dict[str, Any]:
    """The table of a grammar, as JSON has it, made by Lark."""
    from lark import Lark
    from lark.grammar import Rule
    from lark.lexer import Lexer, TerminalDef

    class NoLexer(Lexer):
        def __init__(self, conf: object) -> None:
            pass

        def lex(self, lexer_state: Any, parser_state: Any) -> Any:
            return iter(())

    data, memo = Lark(text, parser="lalr", lexer=NoLexer, maybe_placeholders=False).memo_serialize([TerminalDef, Rule])
    parser = data["parser"]["parser"]
    symbols = parser["tokens"]
    found = {key: value for key, value in memo.items() if value["__type__"] == "Rule"}
    rules = {
        key: [rule["alias"] or rule["origin"]["name"], rule["origin"]["name"], len(rule["expansion"])]
        for key, rule in found.items()
    }
    numbers = {key: k for k, key in enumerate(sorted(rules, key=lambda key: rules[key]))}
    rows = {state: {str(symbols[symbol]): entry for symbol, entry in row.items()} for state, row in parser["states"].items()}
    start = parser["start_states"]["start"]
    order = _numbered(rows, start)
    states = [
        {
            symbol: -1 - numbers[value["@"]] if action else order[value]
            for symbol, (action, value) in sorted(rows[state].items())
        }
        for state in order
    ]
    end = order[parser["end_states"]["start"]]
    return {
        "grammar": fingerprint(text),
        "rules": [rules[key] for key in numbers],
        "states": states,
        "start": order[start],
        "end": end,
    }


def _numbered(rows: dict[int, dict[str, Any]], start: int) -> dict[int, int]:
    """States numbered in the order in which they are reached: Lark's own numbers differ from run to run."""
    order = {start: 0}
    queue = [start]
    for state in queue:
        for _, (action, value) in sorted(rows[state].items(), key=lambda item: item[0]):
            if not action and value not in order:
                order[value] = len(order)
                queue.append(value)
    return order


class Parser:
    """Runs the table; `actions` has a method for each rule's name, called with the list of the values on its right
    side, or None where the rule only renames its one value. The value of an ATOM is what the item carries."""

    def __init__(self, table: Table, actions: object) -> None:
        self.rules: list[tuple[Action | None, str, int]] = [
            (cast("Action | None", getattr(actions, name)), origin, size) for name, origin, size in table.rules
        ]
        self.states = table.states
        self.start = table.start
        self.end = table.end

    def parse(self, items: list[Item]) -> Any:
        table, rules, end = self.states, self.rules, self.end
        stack = [self.start]
        row = table[self.start]
        values: list[Any] = []
        for item in (*items, None):
            kind = "$END" if item is None else item.type
            value = item.value if item is not None and kind == "ATOM" else item
            while True:
                action = row.get(kind)
                if action is None:
                    raise Unreadable
                if action >= 0:
                    stack.append(action)
                    row = table[action]
                    values.append(value)
                    break
                make, origin, size = rules[-1 - action]
                if make is None:
                    stack.pop()
                    made = values.pop()
                elif size == 1:
                    stack.pop()
                    made = make([values.pop()])
                elif size:
                    made = make(values[-size:])
                    del values[-size:]
                    del stack[-size:]
                else:
                    made = make([])
                state = table[stack[-1]][origin]
                stack.append(state)
                row = table[state]
                values.append(made)
                if state == end and item is None:
                    return made
        raise Unreadable


@lru_cache(maxsize=1)
def table() -> Table:
    return load_table()


if __name__ == "__main__":
    built = json.dumps(build_table(grammar_text(GRAMMAR)), separators=(",", ":"))
    grammar_path(TABLE).write_text(built + "\n", encoding="utf-8")
