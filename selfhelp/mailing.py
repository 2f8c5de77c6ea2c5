"""Handing mail in to a mail server, so that it is known of each whether the server took it.

What a server says is never passed on: it repeats addresses.
"""

import re
import smtplib
import ssl
from email.message import EmailMessage
from types import TracebackType
from typing import Self

from selfhelp.settings import MAIL_FROM, SMTP_URL, MailServer

PATIENCE_S = 20
OK, FOR_GOOD = 250, 500  # RFC 5321: a reply from 500 on will be the same the next time
NO_SUCH_ADDRESS = re.compile(rb"\s*5\.1\.")  # RFC 3463. Other refusals may be of us, and not of the address


class NotReachableError(Exception):
    """The mail server takes nothing at all now. Its sentence says what to set or do."""


class TryLaterError(Exception):
    """The server did not take this mail, and may take it later."""


class RefusedError(Exception):
    """The server says that there is no such address."""


class UnknownError(Exception):
    """The server fell silent while the mail was handed in: nobody knows whether it took it."""


class PostOffice:
    """A connection to the mail server, opened when the first mail is ready, and again when it was lost."""

    def __init__(self, server: MailServer) -> None:
        """Open nothing yet."""
        self._server = server
        self._open: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        """Return itself, to be left when the last mail is sent."""
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        """Leave politely, or just leave."""
        if self._open is not None:
            try:
                self._open.quit()
            except (smtplib.SMTPException, OSError):
                self._open.close()

    def ready(self) -> smtplib.SMTP:
        """Return the connection, and see that the server listens: before anything is promised.

        :raises NotReachableError: if it does not.
        """
        if self._open is None or not _listens(self._open):
            try:
                self._open = _connected(self._server)
            except (smtplib.SMTPException, OSError) as error:
                self._open = None
                raise NotReachableError(_why(error)) from None
        return self._open

    def send(self, message: EmailMessage) -> None:
        """Hand in one mail to one address. Returning means that the server took it.

        :raises NotReachableError, TryLaterError, RefusedError: if it did not take it.
        :raises UnknownError: if nobody knows.
        """
        connection = self.ready()
        try:
            connection.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            _, said = next(iter(error.recipients.values()))
            raise (RefusedError if NO_SUCH_ADDRESS.match(said) else TryLaterError) from None
        except smtplib.SMTPSenderRefused as error:
            if error.smtp_code < FOR_GOOD:
                raise TryLaterError from None
            raise NotReachableError(
                f"The mail server takes no mail from the address in {MAIL_FROM}."
            ) from None
        except smtplib.SMTPResponseException:
            raise TryLaterError from None
        except (smtplib.SMTPException, OSError):
            connection.close()
            self._open = None
            raise UnknownError from None


def _listens(connection: smtplib.SMTP) -> bool:
    try:
        return connection.noop()[0] == OK
    except (smtplib.SMTPException, OSError):
        connection.close()
        return False


def _connected(server: MailServer) -> smtplib.SMTP:
    trusted = ssl.create_default_context()
    # Our own name, and not the machine's, which may tell more than it should and be slow to look up.
    name = server.sender.rpartition("@")[2]
    opened: smtplib.SMTP
    if server.tls_from_the_start:
        opened = smtplib.SMTP_SSL(server.host, server.port, name, timeout=PATIENCE_S, context=trusted)
    else:
        opened = smtplib.SMTP(server.host, server.port, name, timeout=PATIENCE_S)
    try:
        if not server.tls_from_the_start and not server.may_be_plain:
            opened.starttls(context=trusted)
        if server.user:
            opened.login(server.user, server.password)
    except BaseException:
        opened.close()
        raise
    return opened


def _why(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return f"The mail server does not accept the user and password in {SMTP_URL}."
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return f"The mail server lets nobody encrypt or log in there. Try smtps:// in {SMTP_URL}."
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"The mail server in {SMTP_URL} shows a certificate that this machine does not trust."
    return f"The mail server in {SMTP_URL} does not answer, or not as a mail server does."
