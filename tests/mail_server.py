"""A real mail server on this machine, with encryption and log-in, that can be told to misbehave.

Import what you need beside your tests, and mark them `mail`.
"""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from selfhelp.settings import MailServer

HERE = "127.0.0.1"
SENDER = "post@example.org"
USER, PASSWORD = "selfhelp", "et langt passord"


@dataclass
class MailBox:
    """What came in, and what the server says to an address before it takes anything."""

    port: int
    mails: list[EmailMessage] = field(default_factory=list)
    envelopes: list[Envelope] = field(default_factory=list)
    refuses: dict[str, str] = field(default_factory=dict)  # address -> reply to RCPT
    refuses_sender: str = ""
    hears: Callable[[str], None] = lambda _address: None  # called in the server's own thread
    falls_silent: bool = False  # hangs up when it should say that it has the mail

    async def handle_MAIL(  # noqa: N802  # aiosmtpd calls it so
        self, _server: Any, _session: Any, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.refuses_sender:
            return self.refuses_sender
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, _server: Any, _session: Any, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        self.hears(address)
        if said := self.refuses.get(address):
            return said
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, _session: Any, envelope: Envelope) -> str:  # noqa: N802
        if self.falls_silent:
            server.transport.abort()
            return ""
        written = message_from_bytes(envelope.original_content or b"", policy=default)
        assert isinstance(written, EmailMessage)
        self.mails.append(written)
        self.envelopes.append(envelope)
        return "250 OK"

    def server(self, **more: Any) -> MailServer:
        """How an operator would name this server."""
        return MailServer(HERE, self.port, SENDER, **more)


def free_port() -> int:
    with socket.socket() as asking:
        asking.bind((HERE, 0))
        port: int = asking.getsockname()[1]
        return port


def _lets_in(_server: Any, _session: Any, _envelope: Any, _mechanism: str, said: Any) -> AuthResult:
    right = isinstance(said, LoginPassword) and (said.login, said.password) == (
        USER.encode(),
        PASSWORD.encode(),
    )
    return AuthResult(success=right, handled=False)  # the server says so itself


@contextmanager
def mail_server(**more: Any) -> Iterator[MailBox]:
    """Serve for as long as it is needed: plain, or as `more` says."""
    box = MailBox(free_port())
    controller = Controller(box, hostname=HERE, port=box.port, **more)
    controller.start()
    try:
        yield box
    finally:
        controller.stop()


@dataclass(frozen=True, slots=True)
class Papers:
    """A certificate for this machine, in a file that can be trusted."""

    certificate: Path
    key: Path

    def serves(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate, self.key)
        return context

    def with_starttls(self) -> AbstractContextManager[MailBox]:
        """A server that lets nobody do anything before encryption and log-in."""
        return mail_server(
            tls_context=self.serves(), require_starttls=True, authenticator=_lets_in, auth_required=True
        )

    def with_tls(self) -> AbstractContextManager[MailBox]:
        """A server that speaks nothing but TLS."""
        return mail_server(ssl_context=self.serves())


@pytest.fixture(scope="session")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Papers:
    folder, key = tmp_path_factory.mktemp("papers"), ec.generate_private_key(ec.SECP256R1())
    name, now = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")]), datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ip_address(HERE))]),
            critical=False,
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    found = Papers(folder / "certificate.pem", folder / "key.pem")
    found.certificate.write_bytes(made.public_bytes(Encoding.PEM))
    found.key.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return found


@pytest.fixture
def trusted(papers: Papers, monkeypatch: pytest.MonkeyPatch) -> Papers:
    """The same, trusted by this process as by a machine on which an operator has installed it."""
    monkeypatch.setenv("SSL_CERT_FILE", str(papers.certificate))
    return papers


@pytest.fixture
def box() -> Iterator[MailBox]:
    with mail_server() as box:
        yield box


class Gate:
    """Holds the server's answer until it is opened; tells when somebody waits."""

    def __init__(self) -> None:
        self.reached, self.opened = threading.Event(), threading.Event()

    def __call__(self, _address: str) -> None:
        self.reached.set()
        self.opened.wait(30)
