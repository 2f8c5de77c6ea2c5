"""Settings come from the environment only, are read once, and are described in docs/settings.md."""

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from typing import Self
from urllib.parse import unquote, urlsplit

SECRET_KEY = "SELFHELP_SECRET_KEY"  # noqa: S105  # the name of a variable, not its value
DATABASE_URL = "SELFHELP_DATABASE_URL"
KEYS_URL = "SELFHELP_KEYS_URL"
MASTER_KEY = "SELFHELP_MASTER_KEY"
OTHER_MASTER_KEY = "SELFHELP_OTHER_MASTER_KEY"
PUBLIC_URL = "SELFHELP_PUBLIC_URL"
CONTENT = "SELFHELP_CONTENT"
SECURE_COOKIES = "SELFHELP_SECURE_COOKIES"
RELOAD_CONTENT = "SELFHELP_RELOAD_CONTENT"
TRUSTED_PROXIES = "SELFHELP_TRUSTED_PROXIES"
SELF_ENROLMENT = "SELFHELP_SELF_ENROLMENT"
CONTENT_VERIFIED_BY = "SELFHELP_CONTENT_VERIFIED_BY"
BACKUP_TO = "SELFHELP_BACKUP_TO"
SMTP_URL = "SELFHELP_SMTP_URL"
MAIL_FROM = "SELFHELP_MAIL_FROM"

REQUIRED = (SECRET_KEY, DATABASE_URL, KEYS_URL, MASTER_KEY, PUBLIC_URL)
OPTIONAL = (
    *(CONTENT, SECURE_COOKIES, RELOAD_CONTENT, TRUSTED_PROXIES, SELF_ENROLMENT, CONTENT_VERIFIED_BY),
    *(OTHER_MASTER_KEY, BACKUP_TO),
    *(SMTP_URL, MAIL_FROM),
)

SHORTEST_SECRET = 32  # letters; the shortest that cannot be guessed and is not a word someone made up
MASTER_KEY_BYTES = 32
MOST_PROXIES = 9
THIS_MACHINE = ("127.0.0.1", "localhost", "::1")
PLAIN_ADDRESS = re.compile(r"https?://[^\s/@?#\\]+(/[^\s@?#\\]*)?")
YES_OR_NO = {"yes": True, "no": False}
DEFAULT_PORTS = {"http": 80, "https": 443}  # a browser leaves them out of an origin
MAIL_PORTS = {"smtp": 587, "smtps": 465}
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
A_MAIL_ADDRESS = re.compile(rf"{_ATOM}(\.{_ATOM})*@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")


class SettingsError(Exception):
    """What is missing or wrong in the environment, one sentence a line, each saying what to set."""


@dataclass(frozen=True, slots=True)
class RelyingParty:
    """Who asks for passkeys: the domain they are bound to, and the one origin whose pages may ask."""

    id: str
    origin: str


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail is handed in, and who it is from.

    With `smtps` the connection is encrypted from the start, else by STARTTLS. Only to this machine, and
    without a password, it may stay plain.
    """

    host: str
    port: int
    sender: str
    tls_from_the_start: bool = False
    user: str = ""
    password: str = field(default="", repr=False)

    @property
    def may_be_plain(self) -> bool:
        """Tell whether mail may go there without encryption: nobody can listen in on the way."""
        return self.host in THIS_MACHINE and not self.password


@dataclass(frozen=True, slots=True)
class Settings:
    """What an operator decides. Secrets are left out of its repr, so that no log can carry them."""

    secret_key: str = field(repr=False)
    database_url: str = field(repr=False)
    keys_url: str = field(repr=False)
    master_key: bytes = field(repr=False)
    content: Path
    public_url: str
    secure_cookies: bool = True
    reload_content: bool = False
    trusted_proxies: int = 0
    self_enrolment: bool = False
    content_verified_by: str | None = None
    other_master_key: bytes | None = field(default=None, repr=False)
    backup_to: str | None = None
    mail: MailServer | None = None
    demo: bool = False

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> Self:
        """Read the settings from the environment.

        :raises SettingsError: naming every setting that is missing or wrong, not only the first.
        """
        reading = _Reading(environ)
        settings = cls(
            secret_key=reading.secret(),
            database_url=reading.required(DATABASE_URL),
            keys_url=reading.keys_url(),
            master_key=reading.master_key(),
            other_master_key=reading.other_master_key(),
            backup_to=reading.optional(BACKUP_TO),
            content=reading.content(),
            public_url=reading.public_url(),
            secure_cookies=reading.yes_or_no(SECURE_COOKIES, default="yes"),
            reload_content=reading.yes_or_no(RELOAD_CONTENT, default="no"),
            trusted_proxies=reading.trusted_proxies(),
            self_enrolment=reading.yes_or_no(SELF_ENROLMENT, default="no"),
            content_verified_by=reading.optional(CONTENT_VERIFIED_BY),
            mail=reading.mail(),
        )
        if reading.problems:
            raise SettingsError("\n".join(reading.problems) + " See docs/settings.md.")
        return settings

    @property
    def relying_party(self) -> RelyingParty | None:
        """Return who asks for passkeys here; None at an IP address, where no browser gives any."""
        address = urlsplit(self.public_url)
        try:
            domain = (address.hostname or "").encode("idna").decode()
        except UnicodeError:
            return None
        if not domain or _is_ip_address(domain):
            return None
        usual = address.port in {None, DEFAULT_PORTS[address.scheme]}
        return RelyingParty(domain, f"{address.scheme}://{domain}" + ("" if usual else f":{address.port}"))


def shipped(name: str) -> Path:
    """Return where ``content``, say, or ``docs/guide`` lies: in an installed wheel, or beside the package."""
    package = Path(__file__).parent
    packed = package / "shipped" / name
    return packed if packed.exists() else package.parent / name


@dataclass(slots=True)
class _Reading:
    """One pass over the environment that remembers every problem it meets."""

    environ: Mapping[str, str]
    problems: list[str] = field(default_factory=list)

    def optional(self, name: str) -> str | None:
        return self.environ.get(name, "").strip() or None

    def required(self, name: str) -> str:
        value = self.optional(name)
        if value is None:
            self.problems.append(f"Set {name} before starting.")
        return value or ""

    def secret(self) -> str:
        value = self.required(SECRET_KEY)
        if value and len(value) < SHORTEST_SECRET:
            self.problems.append(f"Make {SECRET_KEY} longer: at least {SHORTEST_SECRET} random letters.")
        return value

    def keys_url(self) -> str:
        value = self.required(KEYS_URL)
        if value and value == self.optional(DATABASE_URL):
            self.problems.append(f"Let {KEYS_URL} name another database than {DATABASE_URL}: keys lie apart.")
        return value

    def master_key(self) -> bytes:
        return self._key(MASTER_KEY, self.required(MASTER_KEY))

    def other_master_key(self) -> bytes | None:
        value = self.optional(OTHER_MASTER_KEY)
        if value and value == self.optional(MASTER_KEY):
            self.problems.append(f"Let {OTHER_MASTER_KEY} be another key than {MASTER_KEY}, or leave it out.")
        return self._key(OTHER_MASTER_KEY, value) if value else None

    def _key(self, name: str, value: str) -> bytes:
        try:
            key = base64.b64decode(value, validate=True)
        except ValueError:
            key = b""
        if value and len(key) != MASTER_KEY_BYTES:
            self.problems.append(f"Let {name} be {MASTER_KEY_BYTES} random bytes, written as base64.")
        return key

    def content(self) -> Path:
        chosen = self.optional(CONTENT)
        folder = Path(chosen) if chosen else shipped("content")
        if chosen and not folder.is_dir():
            self.problems.append(f"Let {CONTENT} name a folder that exists. There is none at {folder}.")
        return folder

    def public_url(self) -> str:
        value = self.required(PUBLIC_URL)
        if value and not _is_safe(value):
            self.problems.append(
                f"Let {PUBLIC_URL} be an address like https://selvhjelp.example.org. "
                "Only 127.0.0.1 may do with http://."
            )
        return value.rstrip("/")

    def yes_or_no(self, name: str, *, default: str) -> bool:
        value = self.optional(name) or default
        if value not in YES_OR_NO:
            self.problems.append(f"Let {name} be yes or no, not “{value}”.")
        return YES_OR_NO.get(value, YES_OR_NO[default])

    def trusted_proxies(self) -> int:
        value = self.optional(TRUSTED_PROXIES) or "0"
        if not (value.isascii() and value.isdigit() and int(value) <= MOST_PROXIES):
            self.problems.append(
                f"Let {TRUSTED_PROXIES} be a number from 0 to {MOST_PROXIES}, not “{value}”."
            )
            return 0
        return int(value)

    def mail(self) -> MailServer | None:
        url, sender = self.optional(SMTP_URL), self.optional(MAIL_FROM)
        if not url and not sender:
            return None
        if not url or not sender:
            self.problems.append(f"Set both {SMTP_URL} and {MAIL_FROM}, or neither: then no mail is sent.")
            return None
        if not A_MAIL_ADDRESS.fullmatch(sender):
            self.problems.append(f"Let {MAIL_FROM} be an address alone, like reminder@example.org.")
        server = _mail_server(url, sender)
        if server is None:
            self.problems.append(f"Let {SMTP_URL} be like smtps://user:password@mail.example.org.")
        return server


def _mail_server(url: str, sender: str) -> MailServer | None:
    """Read where mail is handed in; None where it cannot be read."""
    try:
        address = urlsplit(url)
        port = address.port
    except ValueError:
        return None
    rest = address.path.strip("/") or address.query or address.fragment
    if (
        address.scheme not in MAIL_PORTS
        or not address.hostname
        or rest
        or bool(address.username) != bool(address.password)
    ):
        return None
    return MailServer(
        address.hostname,
        MAIL_PORTS[address.scheme] if port is None else port,
        sender,
        tls_from_the_start=address.scheme == "smtps",
        user=unquote(address.username or ""),
        password=unquote(address.password or ""),
    )


def _is_safe(url: str) -> bool:
    """Tell whether this is a plain address, without anything after its path, that nobody can listen in on."""
    if not PLAIN_ADDRESS.fullmatch(url):
        return False
    try:
        address = urlsplit(url)
        sound = bool(address.hostname) and address.port != 0  # reading a port that is none raises
    except ValueError:
        return False
    here = address.scheme == "http" and address.hostname in THIS_MACHINE
    return sound and (here or address.scheme == "https")


def _is_ip_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
