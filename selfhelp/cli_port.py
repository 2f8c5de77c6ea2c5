"""Taking the port that pages are served on, or telling in one sentence why it cannot be had."""

import errno
import signal
import threading
import time
from collections.abc import MutableMapping
from typing import Any

import waitress
from flask import Flask
from prometheus_client import start_http_server

from selfhelp.cli_opened import stop
from selfhelp.web.metrics import metrics_of

THREADS = 8
HERE = "127.0.0.1"
ENDS_WITHIN = 10.0  # seconds for those who are being answered when the server is told to end


def take_port(app: Flask, *, host: str, port: int, threads: int = THREADS, **more: object) -> Any:
    """Take the port; the server runs later."""
    try:
        return waitress.create_server(app, host=host, port=port, threads=threads, **more)
    except (OSError, ValueError) as error:  # ValueError where no such host is known
        stop(why_not_there(error, host=host, port=port))


def end_gently(server: Any, lines: MutableMapping[int, Any]) -> None:
    """Let the signal to end mean: let nobody new in, answer those who are here, and end then.

    `lines` are the server's own: those it listens on, and those it answers.
    """

    def ends(*_told: object) -> None:
        threading.Thread(target=waits, name="ending", daemon=True).start()

    def shuts() -> None:
        for line in list(lines.values()):
            if getattr(line, "accepting", False):
                line.del_channel()
                line.socket.close()
            elif not _is_answered(line):
                line.will_close = True

    def waits() -> None:
        trigger.pull_trigger(shuts)  # by the thread that serves: a line closed under its hands is an error
        until = time.monotonic() + ENDS_WITHIN
        while time.monotonic() < until and any(_is_answered(line) for line in list(lines.values())):
            time.sleep(0.05)
        trigger.pull_trigger(lines.clear)  # a server without lines ends; an exception, it might swallow

    trigger = server.trigger
    signal.signal(signal.SIGTERM, ends)


def _is_answered(line: Any) -> bool:
    """Tell whether somebody waits on this line for an answer, or for the rest of it."""
    return bool(getattr(line, "requests", None) or getattr(line, "total_outbufs_len", 0))


def open_metrics(app: Flask, port: int) -> None:
    """Tell the application's numbers on a port of their own, to this machine alone."""
    try:
        start_http_server(port, addr=HERE, registry=metrics_of(app).registry)
    except OSError as error:
        stop(why_not_there(error, host=HERE, port=port, option="--metrics-port"))


def why_not_there(error: OSError | ValueError, *, host: str, port: int, option: str = "--port") -> str:
    """Return what to do when nobody can be served at this address."""
    if not isinstance(error, OSError) or error.errno == errno.EADDRNOTAVAIL:
        return f"This machine has no address {host}. Choose another with --host."
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is in use. Stop what uses it, or choose another with {option}."
    if error.errno in {errno.EACCES, errno.EPERM}:
        return f"This account may not use port {port}. Choose one from 1024 on with {option}."
    return f"Port {port} of {host} cannot be used: {error.strerror}. Choose another with --host and {option}."
