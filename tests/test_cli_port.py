"""A server that is told to end: it ends, whatever its own thread is at."""

import os
import signal
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from selfhelp.cli_port import HERE, end_gently, take_port

pytestmark = pytest.mark.allow_hosts([HERE])

A_WHILE = 0.3  # seconds: long beside what it takes to tell a server to end
TOO_LONG = 20.0


@pytest.fixture
def _with_our_own_signal() -> Iterator[None]:
    before = signal.getsignal(signal.SIGTERM)
    yield
    signal.signal(signal.SIGTERM, before)


@pytest.mark.usefixtures("_with_our_own_signal")
def test_a_server_ends_that_is_still_shutting_its_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    lines: dict[int, Any] = {}
    server = take_port(Flask("a server"), host=HERE, port=0, map=lines)
    shut = server.del_channel

    def shuts_slowly() -> None:
        time.sleep(A_WHILE)
        shut()

    monkeypatch.setattr(server, "del_channel", shuts_slowly)
    end_gently(server, lines)
    rescue = threading.Timer(TOO_LONG, signal.raise_signal, [signal.SIGINT])
    telling = threading.Timer(A_WHILE, os.kill, [os.getpid(), signal.SIGTERM])
    rescue.start()
    telling.start()

    server.run()

    assert rescue.is_alive()
    assert server.socket.fileno() == -1
    rescue.cancel()
    server.trigger.close()
