"""Another exercise without a word: marks on derivatives that contradict earlier marks tell that the letters mean new things.

A scanned page may lack the line that says what f is now. When `df/dx` is marked `1 × D` where it was marked `E × D`, and
f was not declared in between, f is not the f of before: what was known of the letters in that formula is forgotten.
"""

from __future__ import annotations

from nablint.base.values import dataclass
from nablint.declarations.facts import SymbolKey
from nablint.declarations.keys import key_of
from nablint.declarations.notebook import Notebook, Place
from nablint.parse.nodes import Derivative, Node, walk
from nablint.sizes.shapes import Matrix, Shape

_RECENT = 300  # facts that are looked through; marks further apart are of no one exercise


@dataclass(frozen=True, slots=True)
class _Seen:
    shape: Shape
    start: int  # where the marked formula begins


class Renewal:
    """The marks on derivatives of one note, in its order."""

    def __init__(self, notebook: Notebook) -> None:
        self.notebook = notebook
        self.marks: dict[tuple[int, str, str], _Seen] = {}

    def begin_section(self) -> None:
        self.marks.clear()

    def read(self, tree: Node, marks: list[tuple[Node, Shape]], start: int, place: Place) -> None:
        """The marks of one formula that begins at `start`."""
        since: int | None = None
        for body, shape in marks:
            keys = _variables(body)
            if keys is None:
                continue
            of, by = keys
            name = (place.scope, of.name.letter, by.name.letter)
            earlier = self.marks.get(name)
            if earlier is not None and _contradicts(earlier.shape, shape) and not self._told(of, earlier.start):
                since = earlier.start if since is None else min(since, earlier.start)
            self.marks[name] = _Seen(shape, start)
        if since is not None:
            for key in _letters(tree):
                if not self._told(key, since):
                    self.notebook.forget(key, start, place)

    def _told(self, key: SymbolKey, since: int) -> bool:
        """Whether anything was said of the symbol, in whatever font, after `since`."""
        name = (key.name.letter, key.sub, key.sup)
        recent = self.notebook.facts[-_RECENT:]
        return any((f.symbol.name.letter, f.symbol.sub, f.symbol.sup) == name for f in recent if f.span.start > since)


def _variables(body: Node) -> tuple[SymbolKey, SymbolKey] | None:
    if not isinstance(body, Derivative) or body.of is None or len(body.by) != 1:
        return None
    of, by = key_of(body.of), key_of(body.by[0].variable)
    return (of, by) if of is not None and by is not None else None


def _contradicts(earlier: Shape, now: Shape) -> bool:
    """Different, and not merely in the other layout."""
    return earlier != now and not (isinstance(earlier, Matrix) and earlier.transposed == now)


def _letters(tree: Node) -> list[SymbolKey]:
    found: dict[SymbolKey, None] = {}
    for node in walk(tree):
        keys = _variables(node)
        if keys is not None:
            found.update(dict.fromkeys(keys))
    return list(found)
