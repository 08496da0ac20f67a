"""One conversation per editor and test module: starting a server is what costs; documents have addresses of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count

import pytest

from tests.lsp.clients import EDITORS, EMACS, NEOVIM, VSCODE
from tests.lsp.harness import Session

_numbers = count(1)


@pytest.fixture(scope="module", params=list(EDITORS))
def editor(request: pytest.FixtureRequest) -> Iterator[Session]:
    """A session with each of the editors in turn."""
    session = Session(EDITORS[request.param])
    yield session
    session.close()


@pytest.fixture(scope="module")
def vscode() -> Iterator[Session]:
    session = Session(VSCODE, {"formulas": "latex"})
    yield session
    session.close()


@pytest.fixture(scope="module")
def neovim() -> Iterator[Session]:
    session = Session(NEOVIM)
    yield session
    session.close()


@pytest.fixture(scope="module")
def emacs() -> Iterator[Session]:
    session = Session(EMACS)
    yield session
    session.close()


@pytest.fixture
def uri() -> Callable[..., str]:
    """A fresh address, by suffix."""
    return lambda suffix=".md": f"file:///notes/n{next(_numbers)}{suffix}"
