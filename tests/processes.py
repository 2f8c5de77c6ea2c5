"""Real server processes, `selfhelp serve`, and browsers that reach them: for tests of several at once."""

import os
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from socket import socket
from typing import TYPE_CHECKING

from werkzeug.test import Client

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

HERE = "127.0.0.1"
OF_ONE_LINK = {"connection", "keep-alive", "transfer-encoding"}
PATIENCE = 60  # seconds until a server is there; reading all content takes most of them


@dataclass(slots=True)
class Way:
    """The way of one browser to a server, which takes the place of the application in it."""

    port: int

    def test_client(self) -> Client:
        return Client(self)

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        path = environ["PATH_INFO"] + (f"?{query}" if (query := environ["QUERY_STRING"]) else "")
        sent = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        connection = HTTPConnection(HERE, self.port, timeout=PATIENCE)
        try:
            connection.request(environ["REQUEST_METHOD"], path, sent, dict(_headers(environ)))
            answer = connection.getresponse()
            got = answer.read()
        finally:
            connection.close()
        headers = [(name, value) for name, value in answer.getheaders() if name.lower() not in OF_ONE_LINK]
        start_response(f"{answer.status} {answer.reason}", headers)
        return [got]


def _headers(environ: "WSGIEnvironment") -> Iterator[tuple[str, str]]:
    for name, value in environ.items():
        if name.startswith("HTTP_"):
            yield name.removeprefix("HTTP_").replace("_", "-"), value
    if kind := environ.get("CONTENT_TYPE"):
        yield "Content-Type", kind


@contextmanager
def serving(environment: Mapping[str, str], number: int) -> Iterator[list[int]]:
    """Start so many servers with these settings; give their ports."""
    with ExitStack() as running:
        ports = [_free_port() for _ in range(number)]
        started = [running.enter_context(_started(environment, port)) for port in ports]
        for process, port in zip(started, ports, strict=True):
            _wait_for(process, port)
        yield ports


@contextmanager
def _started(environment: Mapping[str, str], port: int) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", "from selfhelp.cli import main; main()", "serve", "--port", str(port)]
    with subprocess.Popen(  # noqa: S603  # our own command
        command, env=os.environ | dict(environment), stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            yield process
            process.terminate()
            process.wait(PATIENCE)
        finally:
            process.kill()  # nothing to one that has ended


def _wait_for(process: "subprocess.Popen[str]", port: int) -> None:
    for _ in range(PATIENCE * 10):
        if process.poll() is not None:
            assert process.stderr is not None
            raise AssertionError(f"the server ended: {process.stderr.read()}")
        with socket() as asking:
            if asking.connect_ex((HERE, port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError(f"no server came at port {port}")


def _free_port() -> int:
    with socket() as asking:
        asking.bind((HERE, 0))
        port: int = asking.getsockname()[1]
        return port
