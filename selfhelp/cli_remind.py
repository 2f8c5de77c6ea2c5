"""`selfhelp remind`: sends the reminders of this hour, from cron."""

import logging
import os
from collections import Counter
from email.message import EmailMessage
from typing import Literal

import click
from flask import Flask
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from selfhelp.app import create_app
from selfhelp.care import due_reminders, reminders
from selfhelp.care.due_reminders import Due
from selfhelp.cli_opened import content_of, stop
from selfhelp.mailing import NotReachableError, PostOffice, RefusedError, TryLaterError, UnknownError
from selfhelp.records.course import Reminder
from selfhelp.records.encryption import SealBrokenError
from selfhelp.records.keys import KeyGoneError, WrongMasterKeyError
from selfhelp.settings import MAIL_FROM, SMTP_URL, Settings
from selfhelp.web import mails
from selfhelp.web.desk import Desk, now

log = logging.getLogger(__name__)
NO_MAIL = f"Set {SMTP_URL} and {MAIL_FROM}, and patients can ask for reminders. See docs/settings.md."
Outcome = Literal["sent", "taken", "later", "refused", "unknown", "unreadable"]
IN_WORDS: dict[Outcome, str] = {
    "sent": "sent",
    "later": "not taken by the mail server, to be tried again within the hour",
    "refused": "to an address that does not exist",
    "unknown": "perhaps not sent: the mail server fell silent",
    "unreadable": "that could not be read",
}


@click.command()
def remind() -> None:
    """Send the reminders that patients asked for, for this hour. Let cron run it every ten minutes.

    Run twice, or twice at once, it sends none twice. It prints how many there were, and nothing of anybody.
    """
    settings = Settings.from_environment(os.environ)
    if settings.mail is None:
        stop(NO_MAIL)
    with content_of(settings):
        app = create_app(settings)
    desk: Desk = app.extensions["selfhelp"]
    counted: Counter[Outcome] = Counter()
    try:
        with PostOffice(settings.mail) as office:
            _send_due(app, office, counted)
    except NotReachableError as error:
        stop(f"{told(counted)} {error}" if counted else str(error))
    finally:
        desk.engine.dispose()
        desk.keys.close()
    click.echo(told(counted))


def told(counted: Counter[Outcome]) -> str:
    """Tell how many there were of each, the usual ones always."""
    known = [(outcome, words) for outcome, words in IN_WORDS.items() if counted[outcome] or outcome == "sent"]
    return ", ".join(f"{counted[outcome]} {words}" for outcome, words in known) + "."


def _send_due(app: Flask, office: PostOffice, counted: Counter[Outcome]) -> None:
    desk: Desk = app.extensions["selfhelp"]
    with Session(desk.reader) as session:
        found = due_reminders.due(session, now())
    for one in found:
        office.ready()  # before anything is claimed
        with app.app_context():
            counted[_send(desk, office, one)] += 1


def _send(desk: Desk, office: PostOffice, one: Due) -> Outcome:
    """Claim one reminder and hand it in. What becomes of it is nobody else's loss."""
    with Session(desk.engine, expire_on_commit=False) as session:
        row = due_reminders.claim(session, one)
        session.commit()
    if row is None:
        return "taken"
    try:
        mail = _written(desk, one, row)
    except (KeyGoneError, SealBrokenError) as error:
        log.error("reminder not read: enrolment=%s error=%s", one.enrolment_id, type(error).__name__)  # noqa: TRY400  # a sentence, no trace
        return "unreadable"
    except (SQLAlchemyError, WrongMasterKeyError):
        _give_back(desk, one)  # the key store is away: nothing was handed in yet
        raise
    return _handed_in(desk, office, one, mail)


def _written(desk: Desk, one: Due, row: Reminder) -> EmailMessage:
    address, off = reminders.opened(desk.keys.key(one.enrolment_id), row)
    return mails.reminder(address, language=one.locale, off=off, now=now())


def _handed_in(desk: Desk, office: PostOffice, one: Due, mail: EmailMessage) -> Outcome:
    """Hand a mail in. The claim is given back only where the server has said that it did not take it."""
    try:
        office.send(mail)
    except TryLaterError:
        _give_back(desk, one)
        return "later"
    except NotReachableError:
        _give_back(desk, one)
        raise
    except RefusedError:
        with Session(desk.engine) as session:
            due_reminders.note_refused(session, one, now())
            session.commit()
        return "refused"
    except UnknownError:
        return "unknown"
    return "sent"


def _give_back(desk: Desk, one: Due) -> None:
    with Session(desk.engine) as session:
        due_reminders.give_back(session, one)
        session.commit()
