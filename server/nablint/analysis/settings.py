"""What a user or project asks for: rules on and off, declarations that hold everywhere. Read from files by the doors."""

from __future__ import annotations

from functools import lru_cache

from nablint.base.values import dataclass

# Rules that speak of nothing but claims that were evaluated.
EVALUATING = ("VAL", "CHN004")


@dataclass(frozen=True, slots=True)
class Included:
    """A file that a note reads, with those that it reads itself. `name` is how the note writes it; "" for one that holds from
    the note's first line on: the notation of its project, or what its main file says before it reads the note."""

    name: str
    path: str  # as it is shown to people
    text: str
    inner: tuple[Included, ...] = ()


@dataclass(frozen=True, slots=True)
class Settings:
    """`select` and `ignore` are codes or prefixes ("SHP", "VAL002"); `declarations` are directive bodies ("let x: n")
    that hold in every note; `macros` is text with macro definitions shared by a project. `includes` are what a door read of the
    other files that one note asks for (`analysis.includes`)."""

    select: tuple[str, ...] = ("DEC", "SHP", "IDX", "CHN", "LAY", "VAL", "NOT")
    ignore: tuple[str, ...] = ("DEC003",)
    declarations: tuple[str, ...] = ()
    macros: str = ""
    values: bool = True  # whether claims are evaluated, which the rules of EVALUATING rest on
    origin: str = "the configuration"  # the file that `declarations` stand in, for people
    includes: tuple[Included, ...] = ()

    def wants(self, code: str) -> bool:
        """Whether a rule is on: the longest matching entry decides, `ignore` on a tie."""
        return (self.values or not code.startswith(EVALUATING)) and _wants(self.select, self.ignore, code)


@lru_cache(maxsize=1024)
def _wants(select: tuple[str, ...], ignore: tuple[str, ...], code: str) -> bool:
    on = max((len(s) for s in select if code.startswith(s)), default=-1)
    off = max((len(s) for s in ignore if code.startswith(s)), default=-1)
    return on > off


DEFAULT = Settings()
