"""A practice with real processes, and people who come to it over the network."""

import base64
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Self
from unittest.mock import patch
from urllib.parse import urlencode
from uuid import UUID

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from forms import Form, parsed
from itsdangerous import TimestampSigner
from people import CHEAP, Gp, Patient, Surgery
from sqlalchemy.orm import Session

from selfhelp import settings as names
from selfhelp.care import entries, visits
from selfhelp.care.hashing import Hasher
from selfhelp.records.database import make_engine
from selfhelp.records.encryption import MasterKey
from selfhelp.records.keys import KeyStore
from selfhelp.records.migrate import upgrade, upgrade_key_store

ROOT = Path(__file__).parents[2]
HERE = "127.0.0.1"
SECRET, MASTER = "a secret for drills that is long enough", bytes(range(32))
PATIENCE = 90.0  # seconds until a process must be ready
ENTRY = "/toolbox/chain/new"  # and the id the browser made up
LOST_LINE = (OSError, http.client.HTTPException)


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    text: str
    headers: Mapping[str, str]


@dataclass(slots=True)
class Practice:
    """Databases of its own, and as many processes as a drill wants."""

    folder: Path
    database_url: str
    keys_url: str
    processes: dict[int, subprocess.Popen[bytes]] = field(default_factory=dict)
    surgery: Surgery = field(init=False)

    def __post_init__(self) -> None:
        upgrade(self.database_url)
        engine, master = make_engine(self.database_url), MasterKey(MASTER)
        upgrade_key_store(self.keys_url, master)
        keys = KeyStore(make_engine(self.keys_url), master)
        self.surgery = Surgery(engine, keys, master, Hasher(CHEAP), datetime.now(UTC))

    @classmethod
    def on_sqlite(cls, folder: Path) -> Self:
        folder.mkdir(exist_ok=True)
        return cls(folder, f"sqlite:///{folder}/selfhelp.sqlite", f"sqlite:///{folder}/keys.sqlite")

    # ---- processes ----

    def starts(
        self,
        bug: str = "",
        *,
        port: int = 0,
        wrapped_in: Sequence[str] = (),
        settings: Mapping[str, str] = MappingProxyType({}),
    ) -> int:
        """Start a process, wait until it is ready, and return its port."""
        port = port or free_port()
        command = [*wrapped_in, sys.executable, "-m", "drills.serve", bug, "serve", "--port", str(port)]
        with (self.folder / f"{port}.log").open("ab") as log:
            self.processes[port] = subprocess.Popen(  # noqa: S603  # our own command
                command,
                env=self.environment() | dict(settings),
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.is_ready(port)
        return port

    def environment(self) -> dict[str, str]:
        return {name: value for name, value in os.environ.items() if not name.startswith("SELFHELP_")} | {
            "PYTHONPATH": f"{ROOT / 'tests'}:{ROOT}",
            names.SECRET_KEY: SECRET,
            names.MASTER_KEY: base64.b64encode(MASTER).decode(),
            names.DATABASE_URL: self.database_url,
            names.KEYS_URL: self.keys_url,
            names.PUBLIC_URL: "http://localhost",
            names.SECURE_COOKIES: "no",
            names.CONTENT_VERIFIED_BY: "a drill",
        }

    def is_ready(self, port: int) -> None:
        """Wait until a process can serve."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            try:
                if asked(port, "GET", "/ready").status == 200:
                    return
            except LOST_LINE:
                time.sleep(0.1)
            assert self.processes[port].poll() is None, self.log(port)
        raise AssertionError(f"not ready in time:\n{self.log(port)}")

    def kills(self, port: int) -> None:
        """End a process as the kernel does: at once, whatever it is at."""
        process = self.processes.pop(port)
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def closes(self) -> None:
        for port in list(self.processes):
            self.kills(port)
        self.surgery.engine.dispose()
        self.surgery.keys.engine.dispose()

    def log(self, port: int) -> str:
        return (self.folder / f"{port}.log").read_text("utf-8")

    # ---- people ----

    def comes(self, who: Patient | Gp, *, now: datetime | None = None) -> "Guest":
        """Let somebody come who is logged in already, since now or another moment."""
        with Session(self.surgery.engine) as session:
            staff, at = isinstance(who, Gp), now or datetime.now(UTC)
            token = visits.begin(session, person_id=who.id, device="", second_factor=staff, now=at)
            session.commit()
        signer = SecureCookieSessionInterface().get_signing_serializer(_signing())
        assert signer is not None
        with patch.object(TimestampSigner, "get_timestamp", lambda _signer: int(at.timestamp())):
            return Guest(str(signer.dumps({"_user_id": token})))

    def nobody(self) -> "Guest":
        """Let somebody come who is not logged in."""
        return Guest()

    def kept(self, patient: Patient) -> dict[str, str]:
        """What is kept of a patient's entries, in the words of the first field, by their ids."""
        with Session(self.surgery.engine) as session:
            mine = self.surgery.place_of(patient)
            found = entries.entries_of(session, mine, "chain")
            return {str(one.id): str(one.values["event"]) for one in found}


@dataclass(slots=True)
class Guest:
    """Somebody at a browser: a cookie, and the form they have open."""

    cookie: str = ""
    form: dict[str, list[str]] = field(default_factory=dict)

    def opens(self, port: int, path: str) -> Answer:
        answer = asked(port, "GET", path, headers=self._headers())
        self._keep(answer)
        return answer

    def fills_in(self, port: int, path: str = f"{ENTRY}/{UUID(int=9)}") -> None:
        """Open a page with a form, and keep the form at hand."""
        answer = self.opens(port, path)
        assert answer.status == 200, answer.text[:500]
        root = parsed(answer.text)
        main = root.find(".//main")
        assert main is not None
        forms = [Form(root, element, path) for element in main.iter("form")]
        self.form = max(forms, key=lambda form: len(form.names())).data()

    def sends(
        self, port: int, path: str, words: Mapping[str, str], *, by_script: bool = False, **more: str
    ) -> Answer:
        """Send the form that is open, with these words in it."""
        body = urlencode(
            {**self.form, **{name: [text] for name, text in {**words, **more}.items()}}, doseq=True
        )
        headers = {**self._headers(), "Content-Type": "application/x-www-form-urlencoded"}
        answer = asked(
            port, "POST", path, body, headers | ({"Accept": "application/json"} if by_script else {})
        )
        self._keep(answer)
        return answer

    def writes(self, port: int, entry: str, text: str) -> Answer:
        """Write an entry under its id, as the page's script does."""
        return self.sends(
            port, f"{ENTRY}/{entry}", {"q.entry.event": text}, by_script=True, page_key=entry[:8]
        )

    def _headers(self) -> dict[str, str]:
        cookie = {"Cookie": f"visit={self.cookie}"} if self.cookie else {}
        return {**cookie, "Sec-Fetch-Site": "same-origin", "Accept-Language": "nb"}

    def _keep(self, answer: Answer) -> None:
        """Keep the cookie, as a browser does."""
        if (sent := answer.headers.get("set-cookie", "")).startswith("visit="):
            self.cookie = sent.split(";")[0].removeprefix("visit=")


def asked(
    port: int, method: str, path: str, body: str = "", headers: Mapping[str, str] | None = None
) -> Answer:
    """Ask a process, on a line of its own."""
    line = http.client.HTTPConnection(HERE, port, timeout=60)
    try:
        line.request(method, path, body.encode() or None, dict(headers or {}))
        answer = line.getresponse()
        text = answer.read().decode("utf-8", "replace")
        return Answer(answer.status, text, {name.lower(): value for name, value in answer.getheaders()})
    finally:
        line.close()


def free_port() -> int:
    with socket.socket() as asking:
        asking.bind((HERE, 0))
        port: int = asking.getsockname()[1]
        return port


def _signing() -> Flask:
    app = Flask(__name__)
    app.secret_key = SECRET
    return app


@contextmanager
def practice(folder: Path) -> Iterator[Practice]:
    """Open a practice on SQLite files in a folder."""
    opened = Practice.on_sqlite(folder)
    try:
        yield opened
    finally:
        opened.closes()
