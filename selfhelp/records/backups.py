"""Backups in a folder: made whole or not at all, named by kind and time, and old ones removed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from pyrage.x25519 import Recipient
from sqlalchemy import Connection, Engine, select

from selfhelp.records.course import Enrolment
from selfhelp.records.database import for_reading
from selfhelp.records.key_copy import copy_of
from selfhelp.records.keys import DestroyedKey, WrappedKey
from selfhelp.records.migrate import revision_in
from selfhelp.records.sealed_file import ENDING, PART, BackupError, Kind, Manifest, write
from selfhelp.records.snapshot import Snapshot, rows_in, snapshot_of

MADE_AT = "%Y%m%dT%H%M%SZ"
NAME = re.compile(rf"selfhelp-(data|keys)-(\d{{8}}T\d{{6}}Z){re.escape(ENDING)}({re.escape(PART)})?")


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup as it was made, and how many patients in it have no key."""

    path: Path
    rows: int
    patients: int
    without_key: int = 0


def back_up_data(
    engine: Engine, key_engine: Engine, recipients: Sequence[Recipient], *, folder: Path, now: datetime
) -> Backup:
    """Write the database, as it stands now, into a folder. Servers go on meanwhile.

    :raises BackupError: if it is damaged, or the backup cannot be written.
    """
    path = _new_file(folder, "data", now)
    with snapshot_of(engine) as snapshot:
        patients = set(snapshot.connection.scalars(select(Enrolment.id)))
        manifest = _manifest("data", engine, snapshot, now)
        write(path, manifest, snapshot.body, recipients)
    # Asked for after the snapshot was taken: a patient's key is there before the patient is.
    return Backup(path, sum(manifest.rows.values()), len(patients), keyless(patients, key_engine))


def back_up_keys(
    key_engine: Engine, recipients: Sequence[Recipient], *, folder: Path, now: datetime
) -> Backup:
    """Write the key store, as it stands now, into a folder.

    :raises BackupError: if it cannot be written.
    """
    path = _new_file(folder, "keys", now)
    with copy_of(key_engine) as snapshot:
        manifest = _manifest("keys", key_engine, snapshot, now)
        write(path, manifest, snapshot.body, recipients)
    return Backup(path, sum(manifest.rows.values()), manifest.rows[WrappedKey.__tablename__] - 1)


def keyless(patients: set[UUID], key_engine: Engine) -> int:
    """Count the patients who have no key, though it was not destroyed: what they wrote cannot be read."""
    with for_reading(key_engine).connect() as connection:
        return len(patients - known_in(connection))


def known_in(connection: Connection) -> set[UUID]:
    """Return whose key there is, or is known to be destroyed."""
    return {
        owner
        for question in (select(WrappedKey.owner), select(DestroyedKey.owner))
        for owner in connection.scalars(question)
    }


def remove_old(folder: Path, kind: Kind, *, days: int, now: datetime) -> int:
    """Remove the backups of this kind that are older, and what a power cut left of one. Return how many.

    The newest whole one stays however old it is: while none can be written, it is all there is.
    """
    removed = 0
    ours = [name for file in folder.iterdir() if (name := NAME.fullmatch(file.name)) and name[1] == kind]
    newest = max((name[0] for name in ours if name[0].endswith(ENDING)), default="")
    for name in ours:
        made_at = datetime.strptime(name[2], MADE_AT).replace(tzinfo=UTC)
        if made_at < now - timedelta(days=days) and name[0] != newest:
            (folder / name[0]).unlink()
            removed += 1
    return removed


def _new_file(folder: Path, kind: Kind, now: datetime) -> Path:
    """Return the name of a new backup.

    :raises BackupError: if the other kind lies in this folder.
    """
    others = [name[1] for file in folder.iterdir() if (name := NAME.fullmatch(file.name)) and name[1] != kind]
    if others:
        raise BackupError(
            f"{folder} holds backups of the {others[0]}. Keep data and keys in two places: together they "
            "would outlive a patient who is forgotten."
        )
    return folder / f"selfhelp-{kind}-{now.astimezone(UTC).strftime(MADE_AT)}{ENDING}"


def _manifest(kind: Kind, engine: Engine, snapshot: Snapshot, now: datetime) -> Manifest:
    return Manifest(
        kind=kind,
        made_at=now.astimezone(UTC).isoformat(timespec="seconds"),
        database="sqlite" if kind == "keys" else engine.dialect.name,
        server=snapshot.server,
        revision=revision_in(snapshot.connection) if kind == "data" else None,
        rows=rows_in(snapshot.connection),
    )
