"""Configuration files: the nearest one above a note, what it extends, and the settings that hold for each note."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import field, replace

from nablint.analysis.options import BY_KEY, OPTIONS
from nablint.analysis.patterns import RootedPatterns
from nablint.analysis.settings import Included, Settings
from nablint.analysis.toml_values import Values, read_values
from nablint.base.findings import Finding
from nablint.base.source import KIND_OF_SUFFIX
from nablint.base.values import dataclass

FILE_NAMES = ("nablint.toml", ".nablint.toml", "pyproject.toml")
MAX_BYTES = 256_000
MAX_EXTENDS = 8


@dataclass(frozen=True, slots=True)
class Configuration:
    """The values of one file with those it extends. `path` is None where there is no file.

    `findings` are about the text of the file itself (`analysis.mistakes` has all); `problems` are lines about what could not be
    read. `own` are the values that the file states itself, `base` is what it extends.
    """

    path: str | None = None
    folder: str = ""
    text: str = ""
    values: Mapping[str, object] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    problems: tuple[str, ...] = ()
    own: Mapping[str, object] = field(default_factory=dict)
    base: Configuration | None = None

    def get(self, key: str) -> object:
        return self.values.get(key, BY_KEY[key].default)

    def strings(self, key: str) -> tuple[str, ...]:
        value = self.get(key)
        return tuple(str(item) for item in value) if isinstance(value, (list, tuple)) else ()

    def on(self, key: str) -> bool:
        return self.get(key) is True

    def shared_files(self) -> frozenset[str]:
        """The whole paths of the files of notation and macros that it names, for whichever notes."""
        tables = self.values.get("per-file")
        inner = tables.values() if isinstance(tables, dict) else ()
        named = (values.get(key, ()) for values in (self.values, *inner) for key in ("notation-files", "macro-files"))
        return frozenset(os.path.normpath(os.path.join(self.folder, name)) for names in named for name in names)

    def patterns(self, key: str) -> RootedPatterns:
        """The patterns of files of a setting, each relative to the file that states it."""
        return RootedPatterns(self._stated(key))

    def _stated(self, key: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
        below = self.base._stated(key) if self.base is not None else ()
        own = self.own.get(key)
        if not isinstance(own, list):
            return below
        mine = (self.folder, tuple(map(str, own)))
        return (*below, mine) if key in _ADDS else (mine,)

    def _tables(self) -> Mapping[tuple[str, str], Mapping[str, object]]:
        """The tables for single files, by the folder that their patterns are relative to, and the pattern."""
        below = self.base._tables() if self.base is not None else {}
        own = self.own.get("per-file")
        return (
            {**below, **{(self.folder, pattern): inner for pattern, inner in own.items()}} if isinstance(own, dict) else below
        )

    def settings_for(self, note: str) -> Settings:
        """What holds for the note of that path."""
        values = {key: value for key, value in self.values.items() if key != "per-file"}
        for (folder, pattern), inner in self._tables().items():
            if RootedPatterns([(folder, [pattern])]).match(note):
                values = _merged(values, inner)
        settings = settings_of(values, self.folder)
        return replace(settings, origin=_named(self.path)) if self.path else settings


EMPTY = Configuration()


def settings_of(values: Mapping[str, object], folder: str = "") -> Settings:
    """Settings from checked values; files they name are read relative to `folder`."""

    def strings(key: str) -> tuple[str, ...]:
        value = values.get(key, BY_KEY[key].default)
        return tuple(value) if isinstance(value, (list, tuple)) else ()

    def codes(key: str) -> tuple[str, ...]:
        return tuple("" if code == "ALL" else code for code in strings(key))

    layout = values.get("layout")
    files = strings("notation-files")
    notes = tuple(name for name in files if _is_note(name))
    notation = [line.strip() for name in files if name not in notes for line in _text(folder, name).splitlines()]
    directives = tuple(line for line in notation if line and not line.startswith("#"))
    macros = [str(values.get("macros", "")), *(_text(folder, name) for name in strings("macro-files"))]
    return Settings(
        select=(*codes("select"), *codes("extend-select")),
        # An extended rule is on even where a list of ignored ones, which may be the default, names it.
        ignore=tuple(code for code in codes("ignore") if code not in strings("extend-select")),
        declarations=((f"layout {layout}",) if layout else ()) + directives + strings("declarations"),
        macros="\n".join(filter(None, macros)),
        values=values.get("values", True) is True,
        includes=tuple(_note_of_notation(folder, name) for name in notes),
    )


def _is_note(name: str) -> bool:
    return os.path.splitext(name)[1].lower() in KIND_OF_SUFFIX


def _note_of_notation(folder: str, name: str) -> Included:
    path = os.path.join(folder, name)
    return Included("", _named(os.path.abspath(path)), _text(folder, name))


class Configurations:
    """Finds and remembers configuration files. `fixed` is used for every note, where it is given."""

    def __init__(self, fixed: str | None = None, isolated: bool = False) -> None:
        self._by_folder: dict[str, Configuration] = {}
        self._fixed = EMPTY if isolated else load(fixed) if fixed else None

    def for_note(self, note: str) -> Configuration:
        return self.for_folder(os.path.dirname(os.path.abspath(note)))

    def for_folder(self, folder: str) -> Configuration:
        """The nearest file at or above an absolute folder."""
        if self._fixed is not None:
            return self._fixed
        known = self._by_folder.get(folder)
        if known is None:
            parent = os.path.dirname(folder)
            known = _in_folder(folder) or (self.for_folder(parent) if parent != folder else EMPTY)
            self._by_folder[folder] = known
        return known

    def all(self) -> tuple[Configuration, ...]:
        """Every file that was used so far, each once."""
        used = [self._fixed] if self._fixed is not None else list(self._by_folder.values())
        return tuple({c.path: c for c in used if c.path is not None}.values())


def load(path: str) -> Configuration:
    """One file with all that it extends; what cannot be read is a problem and gives the defaults."""
    return _load(path, ())


def _in_folder(folder: str) -> Configuration | None:
    for name in FILE_NAMES:
        path = os.path.join(folder, name)
        if os.path.isfile(path):
            if name != "pyproject.toml":
                return load(path)
            text, _ = _read(path)
            if "[tool.nablint" in text:
                return load(path)
    return None


def _load(path: str, above: tuple[str, ...]) -> Configuration:
    absolute = os.path.abspath(path)
    folder = os.path.dirname(absolute)
    text, problem = _read(absolute)
    if problem:
        return Configuration(path, folder, problems=(f"{path}: {problem}; the defaults are used",))
    read = read_values(text, os.path.basename(path) == "pyproject.toml")
    problems = (f"{path}: this is not TOML: {read.broken}; the defaults are used",) if read.broken else ()
    values = _absolute(read, folder)
    own = Configuration(path, folder, text, values, read.findings, problems, values)
    base = read.values.get("extend")
    if not isinstance(base, str):
        return own
    target = os.path.abspath(os.path.join(folder, os.path.expanduser(base)))
    if target in (*above, absolute) or len(above) >= MAX_EXTENDS:
        looped = (f"{path}: extends itself by way of {base}",)
        return replace(own, problems=(*problems, *looped), base=Configuration(path, problems=looped))
    parent = _load(target, (*above, absolute))
    return replace(own, values=_merged(parent.values, values), problems=(*parent.problems, *problems), base=parent)


def _absolute(read: Values, folder: str) -> dict[str, object]:
    """Files that the values name, made independent of which file names them."""
    values = _with_whole_names(read.values, folder)
    tables = values.get("per-file")
    if isinstance(tables, dict):
        values["per-file"] = {pattern: _with_whole_names(inner, folder) for pattern, inner in tables.items()}
    if isinstance(values.get("baseline"), str):
        values["baseline"] = os.path.join(folder, str(values["baseline"]))
    return values


def _with_whole_names(table: Mapping[str, object], folder: str) -> dict[str, object]:
    values = dict(table)
    for key in ("notation-files", "macro-files"):
        names = values.get(key)
        if isinstance(names, list):
            values[key] = [os.path.join(folder, name) for name in names]
    return values


_ADDS = frozenset(option.key for option in OPTIONS if option.adds)


def _merged(base: Mapping[str, object], over: Mapping[str, object]) -> dict[str, object]:
    """`over` on top of `base`: lists that add are joined, all else is replaced."""
    out = dict(base)
    for key, value in over.items():
        before = out.get(key)
        if key in _ADDS and isinstance(before, list) and isinstance(value, list):
            out[key] = [*before, *value]
        elif key in _ADDS and isinstance(before, dict) and isinstance(value, dict):
            out[key] = {**before, **value}
        elif key in _ADDS and isinstance(before, str) and isinstance(value, str):
            out[key] = f"{before}\n{value}"
        else:
            out[key] = value
    return out


def _named(path: str) -> str:
    """The file as people below the working folder call it."""
    relative = os.path.relpath(path)
    return (path if relative.startswith("..") else relative).replace(os.sep, "/")


def _text(folder: str, name: str) -> str:
    return _read(os.path.join(folder, name))[0]


def why_unreadable(path: str) -> str | None:
    """Why a file that a configuration names cannot be read."""
    return _read(path)[1]


def _read(path: str) -> tuple[str, str | None]:
    """The text of a file, or why not."""
    try:
        if not os.path.isfile(path):
            return "", "there is no such file"
        if os.path.getsize(path) > MAX_BYTES:
            return "", f"is larger than {MAX_BYTES // 1000} KB"
        with open(path, encoding="utf-8-sig", newline="") as file:
            return file.read(), None
    except OSError as error:
        return "", f"cannot be read: {error.strerror}"
    except UnicodeDecodeError:
        return "", "is not UTF-8"
