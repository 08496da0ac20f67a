"""The notes that lie in the folders that the client has open."""

from __future__ import annotations

import os
from collections.abc import Iterator

from nablint.base.source import KIND_OF_SUFFIX
from nablint.lsp.client import Client
from nablint.lsp.uris import is_file, path_of
from nablint.lsp.worker import Token

MOST_FILES = 5000
SKIPPED = frozenset({"node_modules", "__pycache__", "venv", "site-packages"})


def notes_on_disk(client: Client, token: Token) -> Iterator[str]:
    """The notes below the workspace's folders that neither a configuration nor git leaves out; bounded."""
    from nablint.analysis.patterns import ignored, ignores_above, read_ignore_file

    read_ignore_file.cache_clear()
    count = 0
    for uri in list(client.folders):
        if not is_file(uri):
            continue
        root = path_of(uri)
        asked = client.respects_git(root)
        ignores = {root: ignores_above(root) if asked else []}
        for folder, folders, names in os.walk(root):
            token.check()
            here = ignores.pop(folder, [])
            if asked and ".gitignore" in names:
                here = [*here, read_ignore_file(folder)]
            folders[:] = sorted(
                f for f in folders if not (f.startswith(".") or f in SKIPPED or ignored(os.path.join(folder, f), True, here))
            )
            ignores.update((os.path.join(folder, f), here) for f in folders)
            for name in sorted(names):
                path = os.path.join(folder, name)
                if os.path.splitext(name)[1].lower() not in KIND_OF_SUFFIX:
                    continue
                if not client.is_excluded(path) and not ignored(path, False, here):
                    count += 1
                    if count > MOST_FILES:
                        return
                    yield path
