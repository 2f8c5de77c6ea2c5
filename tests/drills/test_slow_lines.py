"""Of drill 24: three hundred slow lines do not keep a visitor from elsewhere out, behind the proxy."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from drills.conftest import Finds
from drills.practice import HERE, Practice
from drills.proxy import NAME, NGINX, proxy

SLOW, PAGES = 300, 20
ELSEWHERE = ("127.0.0.9", 0)  # the proxy counts by address
HEAD = f"GET /help-now HTTP/1.1\r\nHost: {NAME}\r\n".encode()
BODY = f"POST /log-in HTTP/1.1\r\nHost: {NAME}\r\nContent-Length: 5000\r\n\r\na=".encode()

pytestmark = [
    pytest.mark.drill,
    pytest.mark.real,
    pytest.mark.skipif(NGINX is None, reason="needs nginx; scripts/set-up-drills installs it where it may"),
]


@pytest.mark.parametrize("sent", [HEAD, BODY], ids=["half a head", "half a body"])
def test_a_visitor_from_elsewhere_notices_nothing(here: Practice, tmp_path: Path, sent: bytes) -> None:
    with proxy(tmp_path / "proxy", [here.starts(), here.starts()]) as port:
        line = Line(port, tmp_path / "proxy" / "fullchain.pem")
        with slow(line, sent):
            assert [line.page() for _ in range(PAGES)] == [200] * PAGES


def test_without_the_proxy_nobody_gets_in(here: Practice, finds: Finds) -> None:
    line = Line(here.starts())
    with slow(line, HEAD), finds("no proxy"):
        assert [line.page() for _ in range(3)] == [200] * 3


def test_when_no_process_answers_the_numbers_to_call_are_there(here: Practice, tmp_path: Path) -> None:
    ports = [here.starts(), here.starts()]
    with proxy(tmp_path / "proxy", ports) as port:
        (tmp_path / "proxy" / "away.html").write_text(here.nobody().opens(ports[0], "/away").text, "utf-8")
        for process in ports:
            here.kills(process)
        answer = Line(port, tmp_path / "proxy" / "fullchain.pem").asks("/start/KANARI?x=KANARI")

    assert answer.startswith(b"HTTP/1.1 503")
    assert b'href="tel:113"' in answer
    logs = [file.read_text("utf-8") for file in (tmp_path / "proxy").glob("*.log")]
    assert logs
    assert "KANARI" not in "".join(logs)


class Line:
    """A way to the service: with TLS through the proxy, or bare."""

    def __init__(self, port: int, certificate: Path | None = None) -> None:
        self.port = port
        self.tls = ssl.create_default_context(cafile=certificate) if certificate else None

    def opens(self, source: tuple[str, int] | None = None) -> socket.socket:
        line = socket.create_connection((HERE, self.port), timeout=10, source_address=source)
        return self.tls.wrap_socket(line, server_hostname=NAME) if self.tls else line

    def asks(self, path: str) -> bytes:
        with self.opens(ELSEWHERE) as line:
            line.sendall(f"GET {path} HTTP/1.1\r\nHost: {NAME}\r\nConnection: close\r\n\r\n".encode())
            return b"".join(iter(lambda: line.recv(65536), b""))

    def page(self) -> int:
        """What a visitor from elsewhere gets: a status, or 0 when there is no answer in time."""
        try:
            return int(self.asks("/help-now").split(b" ", 2)[1])
        except (OSError, IndexError):
            return 0


@contextmanager
def slow(line: Line, sent: bytes) -> Iterator[None]:
    """Open slow lines, each with a request that never ends."""
    lines: list[socket.socket] = []
    for _ in range(SLOW):
        with suppress(OSError):
            lines.append(line.opens())
            lines[-1].sendall(sent)
    yield
    for one in lines:
        one.close()
