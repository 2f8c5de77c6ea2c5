"""`selfhelp backup`: the data and the keys, each to a place of its own, sealed, while servers run."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from pyrage.x25519 import Identity, Recipient
from sqlalchemy import Engine

from selfhelp.cli_opened import as_set, stop
from selfhelp.records.backups import Backup, back_up_data, back_up_keys, remove_old
from selfhelp.records.opening import both_opened, check_fit, master_of
from selfhelp.records.sealed_file import Kind, recipients_in
from selfhelp.settings import BACKUP_TO, SettingsError
from selfhelp.web.desk import now

FOLDER = click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
WEEK = 7


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def backup() -> None:
    """Back up the database and the keys, sealed, while servers run."""


@backup.command("data")
@FOLDER
@click.option("--keep-days", type=click.IntRange(1), help="Remove older backups of the data from there.")
def backup_data(folder: Path, keep_days: int | None) -> None:
    """Back up the database into a folder, checked and sealed.

    The patients' keys are not in it: back them up apart, afterwards.
    """
    with _opened() as (engine, key_engine, recipients):
        made = back_up_data(engine, key_engine, recipients, folder=folder, now=now())
    _tell(made)
    if made.without_key:
        stop(
            f"{made.without_key} of these patients have no key in the key store, so what they wrote cannot "
            "be read. See that SELFHELP_KEYS_URL names the right one. The backup was kept, and none removed."
        )
    _remove_old(folder, "data", keep_days)


@backup.command("keys")
@FOLDER
@click.option("--keep-days", type=click.IntRange(1), default=WEEK, show_default=True,
              help="Remove older backups of the keys from there.")  # fmt: skip
def backup_keys(folder: Path, keep_days: int) -> None:
    """Back up the patients' keys into a folder of their own, sealed, and remove those that are too old.

    A patient who deletes everything is gone for good when the last backup with the key is: keep them short.
    """
    try:
        with _opened() as (_engine, key_engine, recipients):
            made = back_up_keys(key_engine, recipients, folder=folder, now=now())
        _tell(made)
    finally:  # also when none can be written: what was promised to those who delete everything holds then too
        _remove_old(folder, "keys", keep_days)


@backup.command("new-identity")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def new_identity(file: Path) -> None:
    """Make a pair of keys for backups: write the private one to a file, and print the public one.

    Do it on another machine than the server. Who loses the private key loses every backup.
    """
    identity = Identity.generate()
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        stop(f"There is a file {file} already. Nothing was written.")
    with os.fdopen(descriptor, "w", encoding="utf-8") as written:
        written.write(f"# public key: {identity.to_public()}\n{identity}\n")
    click.echo(f"Set this on the server, and keep {file} elsewhere, twice:", err=True)
    click.echo(f"{BACKUP_TO}={identity.to_public()}")


@contextmanager
def _opened() -> Iterator[tuple[Engine, Engine, list[Recipient]]]:
    settings = as_set()
    if not settings.backup_to:
        raise SettingsError(f"Set {BACKUP_TO} before making a backup. See docs/settings.md.")
    recipients = recipients_in(settings.backup_to)
    with both_opened(settings) as (engine, key_engine):
        check_fit(engine, key_engine, master_of(settings))
        yield engine, key_engine, recipients


def _tell(made: Backup) -> None:
    patients = "1 patient" if made.patients == 1 else f"{made.patients} patients"
    click.echo(f"{made.path}: {patients}, {made.rows} rows, {made.path.stat().st_size} bytes")


def _remove_old(folder: Path, kind: Kind, days: int | None) -> None:
    if days and (removed := remove_old(folder, kind, days=days, now=now())):
        click.echo(f"Removed {removed} older than {days} days.")
