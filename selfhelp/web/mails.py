"""The mails patients get. They say nothing of what this is, whoever reads over a shoulder.

No name of the programme or of a module, no word of health, no log-in in a link, no picture that tells who
opened it. Plain text, with an off switch in each: a page with a button, and what mail programs show.
"""

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid
from urllib.parse import urlsplit

from flask_babel import gettext

from selfhelp.care.reminders import Tokens
from selfhelp.web.desk import desk
from selfhelp.web.fragments import speaking

# A link is never broken into two lines: mail programs would not find it.
POLICY = SMTP.clone(max_line_length=998)


def reminder(address: str, *, language: str, off: str, now: datetime) -> EmailMessage:
    """Write the reminder."""
    with speaking(language):
        return _written(
            address,
            subject=gettext("Reminder"),
            words=[
                gettext("Hello,"),
                gettext("This is the reminder you asked for. When it suits you, go on here:"),
                f"{_site()}/reminders/go-on/{language}",
                gettext("Would you rather not get any more? Open this page and press the button:"),
                _off(off),
            ],
            off=off,
            now=now,
        )


def confirmation(address: str, *, language: str, tokens: Tokens, now: datetime) -> EmailMessage:
    """Write the mail that asks whether the address is right. Nothing else is sent before somebody says so."""
    with speaking(language):
        return _written(
            address,
            subject=gettext("Confirm your address"),
            words=[
                gettext("Hello,"),
                gettext(
                    "Somebody has asked for reminders at this address. Was it you? Then open this page "
                    "within seven days, and press the button:"
                ),
                f"{_site()}/reminders/on/{tokens.confirm}",
                gettext(
                    "Was it somebody else? Then no reminders will come. On this page you can have the "
                    "address deleted:"
                ),
                _off(tokens.off),
            ],
            off=tokens.off,
            now=now,
        )


def _written(address: str, *, subject: str, words: list[str], off: str, now: datetime) -> EmailMessage:
    server = desk().settings.mail
    if server is None:
        raise LookupError("There is no mail server.")
    mail = EmailMessage(policy=POLICY)
    mail["From"] = Address(gettext("Reminder"), addr_spec=server.sender)
    mail["To"] = Address(addr_spec=address)
    mail["Subject"] = subject
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = make_msgid(domain=server.sender.rpartition("@")[2])
    mail["Auto-Submitted"] = "auto-generated"
    mail["List-Unsubscribe"] = f"<{_off(off)}>"
    mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail.set_content("\n\n".join(words) + "\n", cte="quoted-printable")
    return mail


def _site() -> str:
    """Return the service's address in letters that every mail program knows."""
    address = urlsplit(desk().settings.public_url)
    return address._replace(netloc=address.netloc.encode("idna").decode()).geturl()


def _off(token: str) -> str:
    return f"{_site()}/reminders/off/{token}"
