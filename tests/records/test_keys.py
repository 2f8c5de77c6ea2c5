"""The key store: one statement for many, and gone means gone."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from databases import wiped, wrapped_of
from sqlalchemy import Engine, create_engine, event, select
from sqlalchemy.exc import IntegrityError

from selfhelp.records.encryption import MasterKey, SealBrokenError
from selfhelp.records.keys import ROOT, KeyGoneError, KeyStore, WrappedKey, WrongMasterKeyError, wipe


@contextmanager
def statements(engine: Engine) -> Iterator[list[str]]:
    """Collect the statements, without those that only begin a transaction."""
    seen: list[str] = []

    def note(*heard: object) -> None:
        if not str(heard[2]).startswith("BEGIN"):
            seen.append(str(heard[2]))

    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)


class TestKey:
    def test_is_the_one_that_was_made(self, keys: KeyStore) -> None:
        owner = uuid4()
        sealed = keys.make(owner).seal(b"abc", bound_to="here")

        assert keys.key(owner).open(sealed, bound_to="here") == b"abc"

    def test_differs_from_owner_to_owner(self, keys: KeyStore) -> None:
        sealed = keys.make(uuid4()).seal(b"abc", bound_to="here")

        with pytest.raises(SealBrokenError):
            keys.make(uuid4()).open(sealed, bound_to="here")

    def test_is_gone_when_there_never_was_one(self, keys: KeyStore) -> None:
        with pytest.raises(KeyGoneError):
            keys.key(uuid4())


class TestMake:
    def test_never_replaces_a_key(self, keys: KeyStore) -> None:
        owner = uuid4()
        sealed = keys.make(owner).seal(b"abc", bound_to="here")

        with pytest.raises(IntegrityError):
            keys.make(owner)

        assert keys.key(owner).open(sealed, bound_to="here") == b"abc"

    def test_notes_when_and_by_which_master_key(self, keys: KeyStore, keys_engine: Engine) -> None:
        keys.make(owner := uuid4())

        with keys_engine.connect() as connection:
            theirs = select(WrappedKey.made_at, WrappedKey.master_id).where(WrappedKey.owner == owner)
            row = connection.execute(theirs).one()

        assert row.made_at.tzinfo is not None
        assert row.master_id == MasterKey(bytes(range(32))).id


class TestKeys:
    def test_of_many_are_one_statement(self, keys: KeyStore, keys_engine: Engine) -> None:
        owners = [uuid4() for _ in range(200)]
        for owner in owners:
            keys.make(owner)

        with statements(keys_engine) as seen:
            found = keys.keys([*owners, uuid4()])

        assert found.keys() == set(owners)
        assert len(seen) == 1

    def test_of_nobody_are_none(self, keys: KeyStore) -> None:
        assert keys.keys([]) == {}


class TestDestroy:
    def test_leaves_no_key(self, keys: KeyStore) -> None:
        owner, another = uuid4(), uuid4()
        keys.make(owner)
        keys.make(another)

        keys.destroy(owner)

        with pytest.raises(KeyGoneError):
            keys.key(owner)
        assert keys.key(another)

    def test_leaves_no_byte_of_it_on_the_disk(self, keys: KeyStore, keys_engine: Engine, disk: Path) -> None:
        owner = uuid4()
        keys.make(owner)
        with keys_engine.connect() as connection:
            theirs = select(WrappedKey.wrapped).where(WrappedKey.owner == owner)
            wrapped = connection.scalars(theirs).one()
        assert any(wrapped in file.read_bytes() for file in disk.glob("keys.sqlite*"))

        keys.destroy(owner)

        assert not any(wrapped in file.read_bytes() for file in disk.glob("keys.sqlite*"))

    def test_leaves_word_that_it_was_there(self, keys: KeyStore) -> None:
        owner, another = uuid4(), uuid4()
        keys.make(owner)
        keys.make(another)

        keys.destroy(owner)

        assert keys.destroyed([owner, another]) == {owner}

    def test_may_be_done_again(self, keys: KeyStore) -> None:
        owner = uuid4()
        keys.make(owner)

        keys.destroy(owner)
        keys.destroy(owner)

        assert keys.keys([owner]) == {}

    def test_spares_the_root_key(self, keys: KeyStore) -> None:
        root = keys.root().secret

        with pytest.raises(ValueError, match="root key"):
            keys.destroy(ROOT)

        assert keys.root().secret == root
        assert keys.destroyed([ROOT]) == set()


@pytest.mark.postgresql
class TestWipe:
    def test_leaves_no_byte_of_a_destroyed_key_in_postgresqls_files(
        self, keys: KeyStore, keys_engine: Engine
    ) -> None:
        stays, owner = uuid4(), uuid4()
        for one in (stays, owner):
            keys.make(one)
        wrapped = wrapped_of(keys_engine, owner)

        with wiped(keys_engine, wrapped):
            keys.destroy(owner)
            keys.wipe()

        assert keys.key(stays)

    def test_leaves_nothing_of_how_a_key_was_wrapped_before(
        self, keys: KeyStore, keys_engine: Engine, master: MasterKey
    ) -> None:
        keys.make(owner := uuid4())
        wrapped = wrapped_of(keys_engine, owner)
        both = KeyStore(keys_engine, MasterKey(bytes(32), master))

        with wiped(keys_engine, wrapped):
            while both.rewrap(10):
                pass

        assert both.key(owner)

    def test_undoes_no_deletion_where_somebody_is_in_the_way(
        self, keys: KeyStore, keys_engine: Engine, caplog: pytest.LogCaptureFixture
    ) -> None:
        keys.make(owner := uuid4())
        wrapped = wrapped_of(keys_engine, owner)
        hurried = create_engine(keys_engine.url, connect_args={"options": "-c lock_timeout=100"})
        with keys_engine.connect() as reader:
            reader.execute(select(WrappedKey.owner)).all()
            keys.destroy(owner)
            wipe(hurried)
            assert "deleted keys are still in the files: error=OperationalError" in caplog.text
        hurried.dispose()

        assert keys.keys([owner]) == {}
        with wiped(keys_engine, wrapped):
            keys.wipe()


class TestWrongMasterKey:
    def test_is_told_at_the_start(self, keys: KeyStore, keys_engine: Engine) -> None:
        wrong = KeyStore(keys_engine, MasterKey(bytes(32)))
        keys.check()
        with pytest.raises(WrongMasterKeyError, match="Set SELFHELP_MASTER_KEY to the one it was made with"):
            wrong.check()

    def test_is_told_by_name_when_a_key_is_asked_for(self, keys: KeyStore, keys_engine: Engine) -> None:
        owner = uuid4()
        keys.make(owner)

        with pytest.raises(WrongMasterKeyError, match=MasterKey(bytes(range(32))).id):
            KeyStore(keys_engine, MasterKey(bytes(32))).key(owner)
