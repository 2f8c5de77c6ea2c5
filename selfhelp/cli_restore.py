"""`selfhelp restore`: data and keys put back, without anything that was ended or deleted since."""

from contextlib import ExitStack
from pathlib import Path

import click
from pyrage.x25519 import Identity
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from selfhelp.care.restored import forget_again, shut_what_was_open
from selfhelp.cli_opened import as_set, stop
from selfhelp.records.backups import keyless
from selfhelp.records.course import Enrolment
from selfhelp.records.database import empty_write_ahead_log
from selfhelp.records.encryption import MasterKey
from selfhelp.records.key_copy import merge
from selfhelp.records.keys import KeyStore
from selfhelp.records.migrate import make_ready, upgrade
from selfhelp.records.opening import both_opened, master_of
from selfhelp.records.restoring import (
    is_used,
    looked_through,
    opened_keys,
    put_back,
    shut_meanwhile,
    tried_data,
)
from selfhelp.records.sealed_file import identities_in
from selfhelp.web.desk import now

A_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
WORD = "replace"


@click.command()
@click.option("--data", type=A_FILE, help="A backup of the data. Left out, the database stays as it is.")
@click.option("--keys", type=A_FILE, help="A backup of the keys. Left out, the key store stays as it is.")
@click.option("--identity", type=A_FILE, required=True, help="The file of the private key.")
@click.option("--check", is_flag=True, help="Only try: restore into scratch, count, and change nothing.")
@click.option("--replace", is_flag=True, help="Put the data in the place of a database that is in use.")
def restore(data: Path | None, keys: Path | None, identity: Path, *, check: bool, replace: bool) -> None:
    """Put backups back into the databases that the settings name. Stop every server before.

    Patients who deleted everything stay deleted, as far as the key store or the backup of the keys tells of
    it. Keys are added to those that are there. Every log-in, one-time link and unused invitation ends, no
    doctor reads on before the patient has said again what to share, and reminders by mail are off.
    """
    if not data and not keys:
        raise click.UsageError("Say what to restore: --data FILE, --keys FILE, or both.")
    settings = as_set()
    identities, master = identities_in(identity), master_of(settings)
    with ExitStack() as stack:
        engine, key_engine = stack.enter_context(both_opened(settings))
        copy = stack.enter_context(opened_keys(keys, identities, master)) if keys else None
        if check:
            _try(data, identities, engine, copy or key_engine)
            return
        manifest = looked_through(data, identities, engine) if data else None
        if data:
            _ask(engine, replace=replace)
        make_ready(key_engine, master)
        KeyStore(key_engine, master).check()
        if copy:
            click.echo(f"Keys brought back: {merge(copy, key_engine, master)}.")
        with shut_meanwhile(key_engine):
            if data and manifest:
                put_back(data, identities, manifest, engine)
            upgrade(settings.database_url)
            _clear_up(engine, key_engine, master, is_past=data is not None)
    click.echo("Restored. Servers may start now.")


def _try(data: Path | None, identities: list[Identity], engine: Engine, key_engine: Engine) -> None:
    if data:
        with tried_data(data, identities, engine) as connection:
            patients = set(connection.scalars(select(Enrolment.id)))
        told = _told_keyless(keyless(patients, key_engine))
        click.echo(f"{data} is whole. Patients in it: {len(patients)}. {told}")
    else:
        click.echo("The keys are whole, and the master key opens all of them.")


def _ask(engine: Engine, *, replace: bool) -> None:
    if not is_used(engine):
        return
    if not replace:
        stop(
            "There are people in the database that SELFHELP_DATABASE_URL names. Name an empty one, or say "
            "--replace: then all that is there now is lost."
        )
    warning = f"All that is in the database now will be lost. Type “{WORD}” to go on"
    click.prompt(warning, type=click.Choice([WORD]), show_choices=False)


def _clear_up(engine: Engine, key_engine: Engine, master: MasterKey, *, is_past: bool) -> None:
    """Let nobody come back who deleted everything, and let nothing of the past be opened twice."""
    with Session(engine) as session:
        forgotten = forget_again(session, KeyStore(key_engine, master), now())
        shut = shut_what_was_open(session, now()) if is_past else None
        patients = set(session.scalars(select(Enrolment.id)))
        session.commit()
    empty_write_ahead_log(engine)
    click.echo(f"Patients here: {len(patients)}. Deleted once, and deleted again: {forgotten}.")
    if shut:
        sheets = f"{shut.invitations} unused invitations, {shut.reminders} reminders by mail"
        click.echo(f"Ended: {shut.visits} log-ins, {shut.links} one-time links, {sheets}.")
        click.echo(f"Patients who are asked again what to share, before a doctor reads on: {shut.shared}.")
    click.echo(_told_keyless(keyless(patients, key_engine)))


def _told_keyless(number: int) -> str:
    if not number:
        return "Every one of them has a key."
    return f"{number} of them have no key, and cannot be read. Look for a newer backup of the keys."
