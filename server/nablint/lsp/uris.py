"""File addresses and paths, in both directions; an address that is no file keeps its own text as the path."""

from __future__ import annotations

import os
import re
from urllib.parse import quote, unquote, urlsplit

_DRIVE = re.compile(r"^/[A-Za-z]:(?=/|$)")


def path_of(uri: str) -> str:
    """`file:///home/a/b.md` → `/home/a/b.md`, `file:///c%3A/b.md` → `c:\\b.md`; `untitled:…` and the like stay as written."""
    try:
        parts = urlsplit(uri)
    except ValueError:
        return uri
    if parts.scheme != "file":
        return uri
    path = unquote(parts.path)
    if _DRIVE.match(path):
        path = path[1].lower() + path[2:]
    elif parts.netloc:
        path = f"//{unquote(parts.netloc)}{path}"
    return path.replace("/", os.sep) if os.sep != "/" else path


def is_file(uri: str) -> bool:
    return uri[:5].lower() == "file:"


def uri_of(path: str) -> str:
    path = path.replace(os.sep, "/")
    if len(path) > 1 and path[1] == ":":
        path = f"/{path}"
    if path.startswith("//"):
        host, _, rest = path[2:].partition("/")
        return f"file://{quote(host)}/{quote(rest)}"
    return f"file://{quote(path)}"
