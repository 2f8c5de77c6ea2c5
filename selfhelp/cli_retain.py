"""`selfhelp retain` and `selfhelp erase`: what is forgotten by itself, and what a receipt says is gone."""

from collections.abc import Sequence
from uuid import UUID

import click
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from selfhelp.care import forget
from selfhelp.cli_opened import database_and_keys, stop
from selfhelp.records.database import empty_write_ahead_log
from selfhelp.records.keys import ROOT, KeyStore
from selfhelp.web.desk import now

DELETED_NOW = "What this receipt names was here, and is deleted now."
DELETED_BEFORE = "What this receipt names was deleted before, and nothing of it is left."
NEVER_HERE = (
    "Nothing here has this number, and nothing that was deleted had it. Look at the receipt again. "
    "Nothing was changed."
)
OF_THE_ROOT = (
    "This number stands on no receipt: it is that of the key which everything else comes from. "
    "Nothing was changed."
)


@click.command()
def retain() -> None:
    """Delete what nobody has come back for. Let it run once a day.

    \b
    Patients who have not logged in for thirteen months, as if they had deleted everything.
    What was noted on sheets that nobody used within thirty days.
    Invitations, thirteen months after the patient ended or a sheet that nobody used was given.
    What a deletion left behind that was cut off, or that a restored backup brought back.
    """  # noqa: D301  # Click keeps the lines after \b as they stand
    with database_and_keys() as (engine, keys):
        told = (
            ("patients erased", _erase_quiet(engine, keys)),
            ("unused invitations forgotten", _unused(engine, keys)),
            ("old invitations removed", _old(engine)),
            ("patients erased again", erase_left_behind(engine, keys)),
        )
        empty_write_ahead_log(engine)
        keys.wipe()
    for what, count in told:
        click.echo(f"{count:>6}  {what}")


@click.command()
@click.argument("receipt")
def erase(receipt: str) -> None:
    """Delete again what the RECEIPT of a deletion names, after an older backup was put back.

    What is gone already stays so, and a number that nothing here ever had changes nothing.
    """
    try:
        enrolment_id = forget.read_receipt(receipt)
    except ValueError:
        stop("That is no receipt's number. It has eight groups of four, such as 1B4E-28BA-….")
    if enrolment_id == ROOT:
        stop(OF_THE_ROOT)
    with database_and_keys() as (engine, keys):
        with Session(engine) as session:
            is_here = forget.is_here(session, keys, enrolment_id)
        if is_here:
            _forget(engine, keys, [enrolment_id])
            empty_write_ahead_log(engine)
            keys.wipe()
        elif not keys.destroyed([enrolment_id]):
            stop(NEVER_HERE)
    click.echo(DELETED_NOW if is_here else DELETED_BEFORE)


def erase_left_behind(engine: Engine, keys: KeyStore) -> int:
    """Remove the rows of everybody whose key was destroyed; return of how many."""
    with Session(engine) as session:
        gone = [one for some in forget.left_behind(session, keys) for one in some]
    _forget(engine, keys, gone)
    return len(gone)


def _erase_quiet(engine: Engine, keys: KeyStore) -> int:
    count = 0
    while True:
        with Session(engine) as session:
            some = forget.gone_quiet(session, now())
        if not some:
            return count
        for enrolment_id in some:
            with Session(engine) as session:
                count += forget.forget_if_quiet(session, keys, enrolment_id, now())
                session.commit()


def _forget(engine: Engine, keys: KeyStore, enrolments: Sequence[UUID]) -> None:
    """Forget each in a transaction of its own, so that nobody who is here has to wait."""
    for enrolment_id in enrolments:
        with Session(engine) as session:
            forget.forget_everything(session, keys, enrolment_id, now())
            session.commit()


def _unused(engine: Engine, keys: KeyStore) -> int:
    with Session(engine) as session:
        count = forget.forget_unused(session, keys, now())
        session.commit()
        return count


def _old(engine: Engine) -> int:
    with Session(engine) as session:
        count = forget.forget_invitations(session, now())
        session.commit()
        return count
