"""`selfhelp restore`: what is tried first, what is refused, and what breaks off in the middle."""

import pytest
from alembic import command
from backing_up import (
    Clinic,
    Clinics,
    Shelf,
    back_up,
    clinic,
    clinics,
    empty,
    master_as_set,
    patients,
    people_in,
    restore,
    shelf,
)
from databases import NOW, migrated
from kept import addresses
from mistakes import NEWEST
from people import Patient
from sqlalchemy import text
from test_cli import here

from selfhelp.records.backups import back_up_data, back_up_keys
from selfhelp.records.migrate import alembic_config, upgrade_key_store
from selfhelp.records.sealed_file import recipients_in

__all__ = ["clinic", "clinics", "empty", "here", "migrated", "patients", "shelf"]

RESTORED = "Restored. Servers may start now.\n"
ALL_HAVE_KEYS = "Every one of them has a key.\n"
HALF = """#!/bin/sh
[ "$1" = --version ] && echo 'pg_dump (PostgreSQL) 99' && exit
echo half of it
exit 1
"""


class TestCheck:
    def test_counts_in_scratch_and_changes_nothing(
        self, clinic: Clinic, patients: list[Patient], shelf: Shelf
    ) -> None:
        back_up(clinic, shelf)
        words = clinic.writes(patients[0], 7)

        done = restore(clinic, shelf, "--check")

        said = f"{shelf.newest('data')} is whole. Patients in it: 3. {ALL_HAVE_KEYS}"
        assert (done.exit_code, done.stdout, done.stderr) == (0, said, "")
        assert words in clinic.words_of(patients[0])

    def test_tells_of_another_master_key(self, clinic: Clinic, patients: list[Patient], shelf: Shelf) -> None:
        back_up(clinic, shelf)

        done = clinic.says(
            f"restore --check --keys {shelf.newest('keys')} --identity {shelf.identity}",
            SELFHELP_MASTER_KEY=master_as_set(bytes(32)),
        )

        assert done.exit_code == 1
        assert "Set SELFHELP_MASTER_KEY to the one it was made with." in done.stderr

    def test_says_which_file_goes_where(self, clinic: Clinic, patients: list[Patient], shelf: Shelf) -> None:
        back_up(clinic, shelf)

        done = clinic.says(f"restore --check --data {shelf.newest('keys')} --identity {shelf.identity}")
        neither = clinic.says(f"restore --check --identity {shelf.identity}")

        assert done.stderr == f"{shelf.newest('keys')} is a backup of the keys. Give it with --keys.\n"
        assert "Say what to restore: --data FILE, --keys FILE, or both." in neither.stderr

    @pytest.mark.parametrize("kind", ["data", "keys"])
    def test_refuses_a_file_that_was_cut_off(
        self, clinic: Clinic, patients: list[Patient], shelf: Shelf, kind: str
    ) -> None:
        back_up(clinic, shelf)
        file = shelf.newest(kind)
        file.write_bytes(file.read_bytes()[:-30])

        assert "was changed or cut off" in restore(clinic, shelf, "--check").stderr
        assert "was changed or cut off" in restore(clinic, shelf, "--replace", typed="replace\n").stderr
        assert clinic.says("stats").exit_code == 0
        assert len(people_in(clinic)) == 3


class TestAnOlderBackup:
    def test_is_brought_to_the_shape_of_this_version(self, clinics: Clinics, shelf: Shelf) -> None:
        old, empty = clinics.new("old"), clinics.new("empty")
        upgrade_key_store(addresses(old.folder)[1], old.master)
        config = alembic_config()
        with old.engine.connect() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "0011")
        public = recipients_in(shelf.public["SELFHELP_BACKUP_TO"])
        back_up_data(old.engine, old.key_engine, public, folder=shelf.data, now=NOW)
        back_up_keys(old.key_engine, public, folder=shelf.keys, now=NOW)

        assert restore(empty, shelf, "--check").exit_code == 0
        assert restore(empty, shelf).stdout.endswith(RESTORED)
        assert empty.says("stats").exit_code == 0

    def test_of_a_version_to_come_is_refused_before_anything_changes(
        self, clinic: Clinic, patients: list[Patient], shelf: Shelf
    ) -> None:
        back_up(clinic, shelf, "keys")
        with clinic.engine.begin() as connection:
            connection.execute(text("update alembic_version set version_num = '8888'"))
        public = recipients_in(shelf.public["SELFHELP_BACKUP_TO"])
        back_up_data(clinic.engine, clinic.key_engine, public, folder=shelf.data, now=NOW)
        with clinic.engine.begin() as connection:
            connection.execute(text("update alembic_version set version_num = :it"), {"it": NEWEST})

        done = restore(clinic, shelf, "--replace", typed="replace\n")

        assert "at revision 8888, which this version does not know" in done.stderr
        assert clinic.says("stats").exit_code == 0
        assert len(people_in(clinic)) == 3


class TestARestoreThatBreaksOff:
    def test_lets_nothing_start_before_it_was_run_again(
        self,
        clinic: Clinic,
        patients: list[Patient],
        empty: Clinic,
        shelf: Shelf,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        back_up(clinic, shelf)
        with monkeypatch.context() as planted:
            planted.setattr("selfhelp.cli_restore.forget_again", _is_killed)
            assert restore(empty, shelf).exit_code == 1

        for tried in ("serve", "db upgrade", "stats"):
            done = empty.says(tried)
            assert done.exit_code == 1
            assert "A restore was begun here and did not come to its end." in done.stderr

        assert restore(empty, shelf, "--replace", typed="replace\n").stdout.endswith(RESTORED)
        assert empty.says("stats").exit_code == 0


def _is_killed(*_: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.postgresql
class TestOnAServer:
    def test_a_dump_that_breaks_off_is_no_backup(
        self,
        clinic: Clinic,
        patients: list[Patient],
        shelf: Shelf,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        half = clinic.folder / "bin" / "pg_dump"
        half.parent.mkdir()
        half.write_text(
            "#!/bin/sh\n[ $1 = --version ] && echo 'pg_dump (PostgreSQL) 99' && exit\necho half\nexit 1\n"
        )
        half.chmod(0o755)
        monkeypatch.setenv("PATH", str(half.parent))

        done = clinic.says(f"backup data {shelf.data}", **shelf.public)

        assert done.exit_code == 1
        assert done.stderr.startswith("pg_dump could not read the database.")
        assert list(shelf.data.iterdir()) == []

    def test_a_backup_of_another_kind_of_database_is_refused(
        self, clinic: Clinic, patients: list[Patient], shelf: Shelf
    ) -> None:
        back_up(clinic, shelf)

        done = clinic.says(
            f"restore --data {shelf.newest('data')} --identity {shelf.identity}",
            SELFHELP_DATABASE_URL=f"sqlite:///{clinic.folder}/new.sqlite",
        )

        assert done.exit_code == 1
        assert (
            "was made of a PostgreSQL database, and SELFHELP_DATABASE_URL names an SQLite file" in done.stderr
        )
