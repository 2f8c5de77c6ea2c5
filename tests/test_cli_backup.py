"""`selfhelp backup`: whole and sealed while patients write, or a sentence and nothing."""

import os
import shutil
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from backing_up import Clinic, Clinics, Shelf, clinics, shelf
from databases import migrated
from sqlalchemy import delete, select
from test_cli import enough, here, run, told

from selfhelp.records.backups import remove_old
from selfhelp.records.keys import ROOT, WrappedKey

__all__ = ["clinics", "here", "migrated", "shelf"]


@pytest.fixture
def clinic(clinics: Clinics) -> Clinic:
    clinic = clinics.new("clinic")
    clinic.with_patients(2)
    return clinic


@pytest.fixture
def on_sqlite(migrated: Path, tmp_path: Path) -> Path:
    """A folder with both databases as files, wherever the other tests run."""
    for name in ("selfhelp.sqlite", "keys.sqlite"):
        shutil.copy(migrated / name, tmp_path)
    return tmp_path


def files_in(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


class TestBackup:
    def test_tells_what_is_in_it_and_shows_none_of_it(self, clinic: Clinic, shelf: Shelf) -> None:
        data = clinic.says(f"backup data {shelf.data}", **shelf.public)
        keys = clinic.says(f"backup keys {shelf.keys}", **shelf.public)

        assert (data.exit_code, data.stderr) == (0, "")
        assert data.stdout.startswith(f"{shelf.newest('data')}: 2 patients, ")
        assert keys.stdout.startswith(f"{shelf.newest('keys')}: 2 patients, ")
        for file in (shelf.newest("data"), shelf.newest("keys")):
            assert file.stat().st_mode & 0o077 == 0
            assert b"strandveien" not in file.read_bytes().lower()

    @pytest.mark.parametrize("kind", ["data", "keys"])
    def test_needs_somebody_to_seal_it_to(self, here: Path, kind: str) -> None:
        said = "Set SELFHELP_BACKUP_TO before making a backup. See docs/settings.md.\n"
        assert told(run(f"backup {kind} {here}", here)) == (1, "", said)

    def test_keeps_data_and_keys_in_two_places(self, clinic: Clinic, shelf: Shelf) -> None:
        clinic.says(f"backup data {shelf.data}", **shelf.public)

        done = clinic.says(f"backup keys {shelf.data}", **shelf.public)

        assert done.exit_code == 1
        assert "holds backups of the data. Keep data and keys in two places" in done.stderr
        assert len(files_in(shelf.data)) == 1

    def test_says_which_patients_keys_are_missing(self, clinic: Clinic, shelf: Shelf) -> None:
        clinic.says(f"backup data {shelf.data}", **shelf.public)
        with clinic.key_engine.begin() as connection:
            newest = select(WrappedKey.owner).where(WrappedKey.owner != ROOT).limit(1).scalar_subquery()
            connection.execute(delete(WrappedKey).where(WrappedKey.owner == newest))
        old = shelf.newest("data").rename(shelf.data / "selfhelp-data-20200101T000000Z.age")

        done = clinic.says(f"backup data {shelf.data} --keep-days 1", **shelf.public)

        assert done.exit_code == 1
        assert "1 of these patients have no key in the key store" in done.stderr
        assert old.exists()

    def test_removes_the_old_ones_of_its_kind_and_no_other_file(self, clinic: Clinic, shelf: Shelf) -> None:
        old = "selfhelp-keys-20200101T000000Z.age"
        for name in (old, f"{old}.part", "a letter"):
            (shelf.keys / name).touch()

        done = clinic.says(f"backup keys {shelf.keys}", **shelf.public)

        assert done.stdout.endswith("Removed 2 older than 7 days.\n")
        assert files_in(shelf.keys) == ["a letter", shelf.newest("keys").name]

    def test_removes_old_keys_also_when_it_can_write_none(self, clinic: Clinic, shelf: Shelf) -> None:
        for day in ("01", "02"):
            (shelf.keys / f"selfhelp-keys-202001{day}T000000Z.age").touch()

        done = clinic.says(f"backup keys {shelf.keys}", SELFHELP_BACKUP_TO="age1abc")

        assert done.exit_code == 1
        assert "public key of age" in done.stderr
        assert files_in(shelf.keys) == ["selfhelp-keys-20200102T000000Z.age"]


class TestRemoveOld:
    def test_keeps_what_is_of_this_age(self, tmp_path: Path) -> None:
        made_at = datetime(2026, 11, 1, 2, tzinfo=UTC)
        for name in ("selfhelp-data-20261101T020000Z.age", "selfhelp-data-20261102T020000Z.age"):
            (tmp_path / name).touch()

        kept = remove_old(tmp_path, "data", days=7, now=made_at + timedelta(days=7))
        removed = remove_old(tmp_path, "data", days=7, now=made_at + timedelta(days=7, seconds=1))

        assert (kept, removed) == (0, 1)

    def test_keeps_the_newest_whole_one_however_old(self, tmp_path: Path) -> None:
        whole = ["selfhelp-keys-20251101T020000Z.age", "selfhelp-keys-20251102T020000Z.age"]
        for name in (*whole, "selfhelp-keys-20251103T020000Z.age.part"):
            (tmp_path / name).touch()

        removed = remove_old(tmp_path, "keys", days=7, now=datetime(2026, 11, 1, tzinfo=UTC))

        assert (removed, files_in(tmp_path)) == (2, whole[1:])


class TestADiskThatIsFull:
    def test_leaves_no_half_a_backup(self, on_sqlite: Path, shelf: Shelf) -> None:
        """The system refuses what is longer than 64 KB, as a full disk refuses it."""
        ours = f"from selfhelp.cli import main; main(['backup', 'data', '{shelf.data}'])"
        done = subprocess.run(  # noqa: S603  # our own command
            ["/bin/sh", "-c", 'ulimit -f 128; trap "" XFSZ; exec "$@"', "sh", sys.executable, "-c", ours],
            env={**os.environ, **enough(on_sqlite), **shelf.public},
            capture_output=True,
            text=True,
            check=False,
        )

        assert done.returncode == 1
        assert "cannot be written: File too large. Nothing is left of it." in done.stderr
        assert files_in(shelf.data) == []


class TestADamagedDatabase:
    def test_is_not_backed_up_in_the_place_of_a_sound_one(self, on_sqlite: Path, shelf: Shelf) -> None:
        run(f"backup data {shelf.data}", on_sqlite, **shelf.public)
        file = on_sqlite / "selfhelp.sqlite"
        content = bytearray(file.read_bytes())
        content[len(content) // 2 :] = b"\xff" * (len(content) - len(content) // 2)
        file.write_bytes(content)

        done = run(f"backup data {shelf.data} --keep-days 1", on_sqlite, **shelf.public)

        assert done.exit_code == 1
        assert "damaged" in done.stderr
        assert len(files_in(shelf.data)) == 1

    def test_with_rows_that_hang_in_the_air_is_not_either(self, on_sqlite: Path, shelf: Shelf) -> None:
        with sqlite3.connect(on_sqlite / "selfhelp.sqlite") as past_all_checks:
            past_all_checks.execute("insert into activation values ('x', 'nobody', '2026-11-22', null)")

        done = run(f"backup data {shelf.data}", on_sqlite, **shelf.public)

        assert done.exit_code == 1
        assert "refer to rows that are not there" in done.stderr
        assert files_in(shelf.data) == []


class TestNewIdentity:
    def test_is_nobody_elses_and_is_never_written_over(self, shelf: Shelf, tmp_path: Path) -> None:
        before = shelf.identity.read_text()

        again = run(f"backup new-identity {shelf.identity}", tmp_path)

        assert again.exit_code == 1
        assert "already. Nothing was written." in again.stderr
        assert shelf.identity.read_text() == before
        assert shelf.identity.stat().st_mode & 0o077 == 0
