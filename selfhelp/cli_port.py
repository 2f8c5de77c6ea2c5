"""Taking the port that pages are served on, or telling in one sentence why it cannot be had."""

import errno
from typing import Any

import waitress
from flask import Flask
from prometheus_client import start_http_server

from selfhelp.cli_opened import stop
from selfhelp.web.metrics import metrics_of

THREADS = 8
HERE = "127.0.0.1"


def take_port(app: Flask, *, host: str, port: int, threads: int = THREADS, **more: bool) -> Any:
    """Take the port; the server runs later."""
    try:
        return waitress.create_server(app, host=host, port=port, threads=threads, **more)
    except (OSError, ValueError) as error:  # ValueError where no such host is known
        stop(why_not_there(error, host=host, port=port))


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
