"""JSON-RPC at its edges: every request is answered once, whatever is wrong with it, and nothing stops the server."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from nablint.lsp.worker import Token, Urgency
from tests.lsp.clients import EMACS, NEOVIM, VSCODE
from tests.lsp.harness import RpcError, Session, document

Uri = Callable[..., str]


@pytest.fixture(scope="module")
def session() -> Iterator[Session]:
    made = Session(NEOVIM)
    yield made
    made.close()


@pytest.fixture
def fresh() -> Iterator[Session]:
    made = Session(NEOVIM, initialize=False)
    yield made
    made.close()


def error_of(session: Session, body: bytes, id_: int | str | None) -> int:
    before = len(session.sent)
    session.send_body(body)
    message = session.wait(lambda m: m.get("id", 0) == id_ and "error" in m, before)
    assert message["jsonrpc"] == "2.0"
    return int(message["error"]["code"])


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"nonsense", b'{"a":' * 5000, b"[" * 100_000])
def test_what_is_no_json_is_a_parse_error_without_id(session: Session, body: bytes) -> None:
    assert error_of(session, body, None) == -32700


@pytest.mark.parametrize(
    ("message", "id_"),
    [
        ([], None),
        ("text", None),
        (7, None),
        ({}, None),
        ({"id": 900, "method": "textDocument/hover"}, 900),
        ({"jsonrpc": "1.0", "id": 901, "method": "textDocument/hover"}, 901),
        ({"jsonrpc": "2.0", "id": 902, "method": 5}, 902),
        ({"jsonrpc": "2.0", "id": {"a": 1}, "method": "textDocument/hover"}, None),
        ({"jsonrpc": "2.0", "id": True, "method": "textDocument/hover"}, None),
    ],
)
def test_what_is_no_message_is_an_invalid_request(session: Session, message: Any, id_: int | None) -> None:
    assert error_of(session, json.dumps(message).encode(), id_) == -32600


@pytest.mark.parametrize(
    "params",
    [
        None,
        {},
        [],
        "text",
        {"textDocument": {}},
        {"textDocument": {"uri": "file:///a.md"}, "position": {"line": "one", "character": 0}},
        {"textDocument": {"uri": "file:///a.md"}, "position": {"line": -1, "character": 0}},
        {"textDocument": {"uri": 5}, "position": {"line": 0, "character": 0}},
    ],
)
def test_invalid_parameters_are_answered_as_such(session: Session, params: Any) -> None:
    with pytest.raises(RpcError) as error:
        session.request("textDocument/hover", params)
    assert error.value.code == -32602


@pytest.mark.parametrize("params", [None, {}, [1], {"textDocument": {"uri": 1}}, {"textDocument": {"uri": "x"}, "position": 3}])
def test_so_are_those_of_our_own_requests(session: Session, params: Any) -> None:
    for method in ("nablint/graph", "nablint/status"):
        with pytest.raises(RpcError) as error:
            session.request(method, params)
        assert error.value.code == -32602


def test_unknown_methods_and_notifications(session: Session) -> None:
    with pytest.raises(RpcError) as error:
        session.request("textDocument/telepathy", {})
    assert error.value.code == -32601
    session.notify("textDocument/telepathy", {})
    session.notify("$/unknown", None)
    session.barrier()


def test_invalid_notifications_and_stray_replies_change_nothing(session: Session) -> None:
    session.notify("textDocument/didOpen", {"textDocument": {"uri": 1}})
    session.notify("textDocument/didChange", None)
    session.send({"jsonrpc": "2.0", "id": "nobody", "result": 1})
    session.send({"jsonrpc": "2.0", "id": None, "error": {"code": 1, "message": ""}})
    session.notify("$/cancelRequest", {"id": "nobody"})
    session.notify("$/cancelRequest", {})
    session.barrier()


def test_one_id_is_one_request(session: Session, uri: Uri) -> None:
    started, go = threading.Event(), threading.Event()
    _block(session, started, go)
    where = uri()
    session.open(where, "$x$")
    hover = {"textDocument": {"uri": where}, "position": {"line": 0, "character": 1}}
    message = {"jsonrpc": "2.0", "id": "twice", "method": "textDocument/hover", "params": hover}
    session.send(message)
    assert error_of(session, json.dumps(message).encode(), "twice") == -32600
    go.set()
    session.wait(lambda m: m.get("id") == "twice" and "result" in m)


def test_before_initialize_only_initialize_is_answered(fresh: Session) -> None:
    with pytest.raises(RpcError) as error:
        fresh.request("textDocument/hover", {})
    assert error.value.code == -32002
    fresh.notify("textDocument/didOpen", document("file:///a.md", "x"))
    fresh.request("initialize", {"processId": None, "rootUri": None, "capabilities": {}})
    with pytest.raises(RpcError) as error:
        fresh.request("initialize", {"processId": None, "rootUri": None, "capabilities": {}})
    assert error.value.code == -32600
    with pytest.raises(RpcError) as error:
        fresh.request("textDocument/foldingRange", {"textDocument": {"uri": "file:///a.md"}})
    assert error.value.code == -32602


def test_after_shutdown_nothing_is_answered_but_exit(fresh: Session) -> None:
    fresh.request("initialize", {"processId": None, "rootUri": None, "capabilities": {}})
    assert fresh.request("shutdown", None) is None
    with pytest.raises(RpcError) as error:
        fresh.request("textDocument/hover", {"textDocument": {"uri": "x"}, "position": {"line": 0, "character": 0}})
    assert error.value.code == -32600
    fresh.notify("exit", None)
    fresh.close()
    assert fresh.server.exit_code == 0


def test_exit_without_shutdown_is_a_failure(fresh: Session) -> None:
    fresh.notify("exit", None)
    fresh._thread.join(30)
    assert fresh.server.exit_code == 1


def test_shutdown_cancels_what_is_in_flight(fresh: Session) -> None:
    fresh.request("initialize", {"processId": None, "rootUri": None, "capabilities": {}})
    fresh.open("file:///a.md", "$x$")
    started, go = threading.Event(), threading.Event()
    _block(fresh, started, go)
    hover = fresh.start(
        "textDocument/hover", {"textDocument": {"uri": "file:///a.md"}, "position": {"line": 0, "character": 1}}
    )
    fresh.request("shutdown", None)
    assert fresh.answer(hover)["error"]["code"] == -32800
    go.set()


def _block(session: Session, started: threading.Event, go: threading.Event) -> None:
    """Keeps the worker busy until `go`."""

    def work(token: Token) -> None:
        started.set()
        go.wait(60)

    session._loop.call_soon_threadsafe(lambda: session.server.worker.submit(work, Urgency.ASKED))
    assert started.wait(60)


def _hover(uri: str, id_: str) -> bytes:
    params = {"textDocument": {"uri": uri}, "position": {"line": 0, "character": 1}}
    return json.dumps({"jsonrpc": "2.0", "id": id_, "method": "textDocument/hover", "params": params}).encode()


def _cancel(id_: str) -> bytes:
    return json.dumps({"jsonrpc": "2.0", "method": "$/cancelRequest", "params": {"id": id_}}).encode()


def test_a_request_is_cancelled_while_it_waits_and_while_the_worker_computes(session: Session, uri: Uri) -> None:
    where = uri()
    session.open(where, "$x$")
    started, go = threading.Event(), threading.Event()
    _block(session, started, go)
    session.send_bodies([_hover(where, "c1"), _hover(where, "c2"), _cancel("c1")])
    # The worker is still busy: the answer does not wait for it.
    assert session.answer("c1")["error"]["code"] == -32800
    go.set()
    assert "result" in session.answer("c2")


def test_a_cancel_before_or_after_its_request_changes_nothing(session: Session, uri: Uri) -> None:
    where = uri()
    session.open(where, "$x$")
    session.send_bodies([_cancel("c3"), _hover(where, "c3")])
    assert "result" in session.answer("c3")
    session.send_body(_cancel("c3"))
    session.barrier()
    assert sum(m.get("id") == "c3" for m in session.sent) == 1


def test_a_job_that_asks_sees_that_it_was_cancelled(session: Session) -> None:
    ended = threading.Event()
    started = threading.Event()

    def work(token: Token) -> None:
        started.set()
        while not token.cancelled:
            ended.wait(0.001)
        ended.set()

    def submit() -> None:
        future = session.server.worker.submit(work, Urgency.ASKED)
        session._loop.call_later(0.05, future.cancel)

    session._loop.call_soon_threadsafe(submit)
    assert started.wait(60)
    assert ended.wait(60)


def test_a_request_is_answered_for_the_text_it_was_asked_about(session: Session, uri: Uri) -> None:
    where = uri()
    session.open(where, "Let $x \\in \\mathbb{R}^n$. $x$\n")
    started, go = threading.Event(), threading.Event()
    _block(session, started, go)
    hover = _hover(where, "s1").replace(b'"character": 1', b'"character": 5')
    change = {"textDocument": {"uri": where, "version": 2}, "contentChanges": [{"text": "nothing here"}]}
    session.send_bodies([hover, json.dumps({"jsonrpc": "2.0", "method": "textDocument/didChange", "params": change}).encode()])
    go.set()
    assert "column vector" in session.answer("s1")["result"]["contents"]["value"]


def test_slow_requests_keep_nobody_from_being_read(session: Session, uri: Uri) -> None:
    where = uri()
    session.open(where, "$x$")
    started, go = threading.Event(), threading.Event()
    _block(session, started, go)
    session.send_bodies([_hover(where, f"slow{k}") for k in range(40)])
    # Nothing waits for a thread but the mathematics: this is answered while forty hovers wait for theirs.
    assert error_of(session, b'{"jsonrpc": "2.0", "id": "quick", "method": "no/such"}', "quick") == -32601
    assert not any(str(m.get("id", "")).startswith("slow") for m in session.sent)
    go.set()
    assert all("result" in session.answer(f"slow{k}") for k in range(40))


def test_the_more_urgent_and_the_newer_come_first(session: Session) -> None:
    order: list[str] = []
    started, go, done = threading.Event(), threading.Event(), threading.Event()
    _block(session, started, go)

    def submit() -> None:
        for name, urgency in [
            ("back", Urgency.BACKGROUND),
            ("old", Urgency.EDITED),
            ("new", Urgency.EDITED),
            ("ask", Urgency.ASKED),
        ]:
            session.server.worker.submit(lambda token, name=name: order.append(name), urgency)  # type: ignore[misc]
        last = session.server.worker.submit(lambda token: None, Urgency.BACKGROUND)
        last.add_done_callback(lambda future: session.server.worker.submit(lambda token: done.set(), Urgency.BACKGROUND))

    session._loop.call_soon_threadsafe(submit)
    go.set()
    assert done.wait(60)
    assert [name for name in order if name != "back"] == ["ask", "new", "old"]


def change(session: Session, uri: str, version: int, *edits: dict[str, Any]) -> None:
    session.notify("textDocument/didChange", {"textDocument": {"uri": uri, "version": version}, "contentChanges": list(edits)})


def text_of(session: Session, uri: str) -> str | None:
    session.barrier()
    note = session.server.documents.note(uri)
    return None if note is None else note.source.text


def test_edits_before_open_and_after_close_are_ignored(session: Session, uri: Uri) -> None:
    where = uri()
    change(session, where, 1, {"text": "x"})
    assert text_of(session, where) is None
    session.open(where, "a")
    session.notify("textDocument/didClose", {"textDocument": {"uri": where}})
    session.notify("textDocument/didClose", {"textDocument": {"uri": where}})
    change(session, where, 2, {"text": "x"})
    assert text_of(session, where) is None


def test_versions_may_go_backwards_and_documents_open_twice(session: Session, uri: Uri) -> None:
    where = uri()
    session.open(where, "a", version=7)
    change(session, where, 3, {"text": "b $x"})
    assert text_of(session, where) == "b $x"
    assert session.diagnostics(where) is not None
    session.open(where, "c", version=1)
    assert text_of(session, where) == "c"


def test_positions_far_outside_and_the_wrong_way_round(session: Session, uri: Uri) -> None:
    where = uri()
    session.open(where, "ab\ncd")
    far = {"line": 2**31 - 1, "character": 2**31 - 1}
    change(session, where, 2, {"range": {"start": far, "end": {"line": 1, "character": 1}}, "text": "!"})
    assert text_of(session, where) == "ab\nc!"
    hover = session.request("textDocument/hover", {"textDocument": {"uri": where}, "position": far})
    assert hover is None


@pytest.mark.parametrize("capabilities", [VSCODE, NEOVIM, EMACS], ids=["utf-16", "utf-8", "utf-32"])
def test_form_feeds_and_unicode_separators_end_no_line(capabilities: dict[str, Any], uri: Uri) -> None:
    session = Session(capabilities)
    where = uri()
    text = "a\fb\x85c\u2028d\x1ce😀\r\nf\rg\n"
    session.open(where, text)
    at = session.position(where, text.index("g"))
    assert at == {"line": 2, "character": 0}
    change(session, where, 2, {"range": {"start": at, "end": at}, "text": "X"})
    at = session.position(where, text.index("\r\n"))
    change(session, where, 3, {"range": {"start": at, "end": at}, "text": "Y"})
    assert text_of(session, where) == "a\fb\x85c\u2028d\x1ce😀Y\r\nf\rXg\n"
    session.close()


def test_lone_surrogates_go_in_and_out(session: Session, uri: Uri) -> None:
    where = uri()
    session.open(where, "Let $x \\in \\mathbb{R}^n$. \ud83d $x$ and $\ud83d$\n")
    assert session.request("textDocument/hover", session.at(where, session.texts[where].index("$x$") + 1)) is not None
    assert session.diagnostics(where) == []


def test_a_large_document_is_edited_and_answered(session: Session, uri: Uri) -> None:
    where = uri()
    session.open(where, "word word word\n" * 330_000)
    at = {"line": 200_000, "character": 4}
    change(session, where, 2, {"range": {"start": at, "end": at}, "text": "!"})
    note = session.server.documents.note(where)
    assert session.request("textDocument/foldingRange", {"textDocument": {"uri": where}}) == []
    note = session.server.documents.note(where)
    assert note is not None and note.source.text.index("!") == 200_000 * 15 + 4
    session.notify("textDocument/didClose", {"textDocument": {"uri": where}})


def test_an_internal_error_is_answered_and_shown_once(session: Session, uri: Uri, monkeypatch: pytest.MonkeyPatch) -> None:
    where = uri()
    session.open(where, "$x$")

    def broken(*args: object) -> None:
        raise ZeroDivisionError("made for the test")

    monkeypatch.setattr("nablint.features.hover.hover", broken)
    for _ in range(2):
        with pytest.raises(RpcError) as error:
            session.request("textDocument/hover", {"textDocument": {"uri": where}, "position": {"line": 0, "character": 1}})
        assert error.value.code == -32603
    monkeypatch.undo()
    assert session.request("textDocument/hover", {"textDocument": {"uri": where}, "position": {"line": 0, "character": 1}})


def test_a_request_that_is_refused_leaves_no_trace_in_the_log(
    session: Session, uri: Uri, caplog: pytest.LogCaptureFixture
) -> None:
    where = uri()
    session.open(where, "No symbol.\n")
    with pytest.raises(RpcError, match="there is no symbol here"):
        session.request("textDocument/rename", {**session.at(where, 3), "newName": "z"})
    with pytest.raises(RpcError, match="is not open"):
        session.request("textDocument/hover", {"textDocument": {"uri": uri()}, "position": {"line": 0, "character": 0}})
    assert [record for record in caplog.records if record.levelname in ("WARNING", "ERROR")] == []


def test_a_failing_notification_is_logged_with_its_place_and_shown_once(
    session: Session, uri: Uri, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*args: object) -> None:
        raise ZeroDivisionError("made for the test, too")

    monkeypatch.setattr(session.server.documents, "open", broken)
    before = len(session.sent)
    for _ in range(3):
        session.notify("textDocument/didOpen", document(uri(), "x"))
    session.request("workspace/symbol", {"query": "none of this name"})
    monkeypatch.undo()
    shown = [m for m in session.sent[before:] if m.get("method") == "window/showMessage"]
    assert len(shown) == 1
    assert "in broken" in caplog.text


def traces(session: Session, before: int) -> list[dict[str, Any]]:
    return [m["params"] for m in session.sent[before:] if m.get("method") == "$/logTrace"]


def test_a_trace_says_what_was_computed_and_how_long_it_took() -> None:
    session = Session(NEOVIM)
    session.open("file:///traced.md", "Let $x \\in \\mathbb{R}^n$ be secret.\n")
    asked = {"textDocument": {"uri": "file:///traced.md"}, "position": {"line": 0, "character": 5}}

    def said_after(value: str) -> list[dict[str, Any]]:
        session.notify("$/setTrace", {"value": value})
        before = len(session.sent)
        session.request("textDocument/hover", asked)
        # What is told of the first comes before the answer to the second.
        session.request("textDocument/hover", asked)
        return [told for told in traces(session, before) if told["message"].startswith("textDocument/hover: done after ")]

    assert said_after("off") == []
    messages = said_after("messages")
    assert messages and all("verbose" not in told for told in messages)
    verbose = said_after("verbose")[-1]["verbose"]
    assert re.fullmatch(
        r"file:///traced\.md, 36 characters: waited [\d.]+ ms, looked at the note [\d.]+ ms, answered [\d.]+ ms", verbose
    )
    assert said_after("off") == []
    session.close()


def test_a_client_asks_for_a_trace_from_the_start(fresh: Session) -> None:
    fresh.request("initialize", {"processId": None, "rootUri": None, "capabilities": NEOVIM, "trace": "messages"})
    fresh.notify("initialized", {})
    fresh.unit = "utf-8"
    fresh.open("file:///traced.md", "$x$\n")
    fresh.request("textDocument/hover", {"textDocument": {"uri": "file:///traced.md"}, "position": {"line": 0, "character": 1}})
    fresh.wait(lambda m: m.get("method") == "$/logTrace", 0)
