"""A bad line between a browser and the service: answers are lost on the way back, requests are cut in two."""

import random
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from drills.practice import HERE

ANSWERS_LOST, REQUESTS_CUT = 0.3, 0.1


@dataclass(slots=True)
class Cuts:
    """The line: its port, and how often it failed."""

    port: int
    lost: int = 0
    cut: int = 0


@contextmanager
def bad_line(to: int) -> Iterator[Cuts]:
    """Open a bad line to a process."""
    with socket.create_server((HERE, 0)) as server:
        cuts = Cuts(server.getsockname()[1])
        threading.Thread(target=_serves, args=(server, to, cuts), daemon=True).start()
        yield cuts


def _serves(server: socket.socket, to: int, cuts: Cuts) -> None:
    with suppress(OSError):  # the line is closed
        while True:
            visitor, _ = server.accept()
            threading.Thread(target=_carries, args=(visitor, to, cuts), daemon=True).start()


def _carries(visitor: socket.socket, to: int, cuts: Cuts) -> None:
    with visitor, suppress(OSError), socket.create_connection((HERE, to), timeout=60) as process:
        request = _request(visitor)
        if request.startswith(b"POST") and random.random() < REQUESTS_CUT:  # noqa: S311  # no secret
            cuts.cut += 1
            process.sendall(request[: len(request) - 40])
            return
        process.sendall(request)
        answer = b"".join(iter(lambda: process.recv(65536), b""))
        if request.startswith(b"POST") and random.random() < ANSWERS_LOST:  # noqa: S311
            cuts.lost += 1
            return
        visitor.sendall(answer)


def _request(visitor: socket.socket) -> bytes:
    """Read one request whole, and ask for the line to be closed after it."""
    read = b""
    while b"\r\n\r\n" not in read:
        read += visitor.recv(65536)
    head, _, body = read.partition(b"\r\n\r\n")
    sizes = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    size = int(sizes[0].partition(b":")[2]) if sizes else 0
    while len(body) < size:
        body += visitor.recv(65536)
    return head + b"\r\nConnection: close\r\n\r\n" + body
