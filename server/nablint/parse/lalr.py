"""The LALR table that Lark makes of grammar/math.lark, and the loop that runs it over items.

The table is kept beside the grammar as JSON with the grammar's checksum: loading it costs 1 ms, where Lark costs 80 ms to
import and build. Where the checksum does not fit, the table is built anew. `python -m nablint.parse.lalr` writes it.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable
from functools import lru_cache
from typing import Any, TypeAlias

from nablint.base.values import dataclass
from nablint.parse.grammar_files import grammar_path, grammar_text
from nablint.parse.items import Item

GRAMMAR = "math.lark"
TABLE = "math.table.json"

Action: TypeAlias = Callable[..., Any]


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


# What a token asks for in a state, where it is no reduction of 0, 1, 2 … values.
_SHIFT = -1  # the token's value goes on the stack
_FOLD = -2  # the value below takes the token in, as a base takes its scripts; the state stays
_END = Item("$END", None, 0, 0)
# (what to do or a rule's size, the state after a shift, the state after a reduction by the state below, the action)
_Step: TypeAlias = "tuple[int, int, dict[int, int], Action | None]"


class Parser:
    """Runs the table; `actions` has a method for each rule's name, called with the values on its right side, or None where
    the rule only renames its one value. The value of an ATOM is what the item carries.

    Most reductions of a formula rename (a factor is a product is a sum is a side). What Lark's table does in such a chain is
    worked out once for each state, state below and token: the loop then goes in one step where the chain leads.
    """

    def __init__(self, table: Table, actions: object) -> None:
        self._rules: list[tuple[Action | None, str, int]] = [
            (getattr(actions, name), origin, size) for name, origin, size in table.rules
        ]
        self._states = table.states
        self._start = table.start
        self._end = table.end
        kinds = {kind for row in table.states for kind, entry in row.items() if entry < 0} | {_END.type}
        reached_by = {entry: symbol for row in table.states for symbol, entry in row.items() if entry >= 0}
        self._rows: list[dict[str, _Step]] = [
            {kind: self._step(state, kind, reached_by.get(state, ""), kinds) for kind in row if kind in kinds or kind == "ATOM"}
            for state, row in enumerate(table.states)
        ]

    def _step(self, state: int, kind: str, symbol: str, kinds: set[str]) -> _Step:
        """What the table says of a token in a state that `symbol` leads to."""
        entry = self._states[state][kind]
        if entry < 0:
            action, origin, size = self._rules[-1 - entry]
            return size, -1, self._landings(origin, kind), action
        after = set(self._states[entry].values())
        if len(after) == 1 and self._states[entry].keys() == kinds:
            # Whatever follows, the shift is reduced by one rule: that is done at once.
            action, origin, size = self._rules[-1 - after.pop()]
            if action is None:
                return _SHIFT, self._states[state][origin], {}, None
            if size == 2 and origin == symbol:
                return _FOLD, -1, {}, action
        return _SHIFT, entry, {}, None

    def _landings(self, origin: str, kind: str) -> dict[int, int]:
        """For each state below a reduced `origin` the state in which the token is read, all renaming done."""
        found: dict[int, int] = {}
        for below, row in enumerate(self._states):
            after = row.get(origin, -1)
            while after >= 0 and (entry := self._states[after].get(kind, 0)) < 0 and self._rules[-1 - entry][0] is None:
                after = row[self._rules[-1 - entry][1]]
            if after >= 0:
                found[below] = after
        return found

    def parse(self, items: list[Item]) -> Any:
        rows, end = self._rows, self._end
        state = self._start
        stack = [state]
        values: list[Any] = []
        for item in (*items, _END):
            kind = item.type
            while True:
                step = rows[state].get(kind)
                if step is None:
                    raise Unreadable
                size, after, landings, make = step
                if size == _SHIFT:
                    state = after
                    stack.append(state)
                    values.append(item.value if kind == "ATOM" else item)
                    break
                if make is None:
                    state = stack[-1] = landings[stack[-2]]
                    continue
                if size == _FOLD:
                    values[-1] = make(values[-1], item)
                    break
                if size == 2:
                    right = values.pop()
                    values[-1] = made = make(values[-1], right)
                    stack.pop()
                    state = stack[-1] = landings[stack[-2]]
                    continue
                if size:
                    made = make(*values[-size:])
                    del values[-size:]
                    del stack[-size:]
                else:
                    made = make()
                state = landings[stack[-1]]
                if state == end:
                    return made
                stack.append(state)
                values.append(made)
        raise Unreadable


@lru_cache(maxsize=1)
def table() -> Table:
    return load_table()


if __name__ == "__main__":
    built = json.dumps(build_table(grammar_text(GRAMMAR)), separators=(",", ":"))
    grammar_path(TABLE).write_text(built + "\n", encoding="utf-8")
