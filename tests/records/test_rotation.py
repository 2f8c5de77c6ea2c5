"""A new master key: keys are wrapped anew while others work, the root key stays, a kill undoes nothing."""

import subprocess
import sys
import threading
from functools import partial
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine, delete, select

from selfhelp.records.database import make_engine
from selfhelp.records.encryption import DataKey, MasterKey
from selfhelp.records.keys import ROOT, KeyGoneError, KeyStore, WrappedKey, WrongMasterKeyError
from selfhelp.records.migrate import SchemaError, check_root, upgrade_key_store

NEW = bytes(reversed(range(32)))
# Rotates as the command does, and is killed between two transactions without a word.
KILLED = """
import os, sys
from selfhelp.records.database import make_engine
from selfhelp.records.encryption import MasterKey
from selfhelp.records.keys import KeyStore

store = KeyStore(make_engine(sys.argv[1]), MasterKey(bytes(reversed(range(32))), MasterKey(bytes(range(32)))))
for _ in range(3):
    store.rewrap(10)
os.kill(os.getpid(), 9)
"""


@pytest.fixture
def owners(keys: KeyStore) -> dict[UUID, DataKey]:
    """Sixty patients and their keys, wrapped by the master key that goes."""
    return {owner: keys.make(owner) for owner in (uuid4() for _ in range(60))}


@pytest.fixture
def both(keys_engine: Engine, master: MasterKey) -> KeyStore:
    """The key store as a server has it that wraps by the new master key, and knows the old one."""
    return KeyStore(keys_engine, MasterKey(NEW, master))


@pytest.fixture
def new_alone(keys_engine: Engine) -> KeyStore:
    return KeyStore(keys_engine, MasterKey(NEW))


def secrets_in(store: KeyStore, owners: dict[UUID, DataKey]) -> dict[UUID, bytes]:
    return {owner: key.secret for owner, key in store.keys(owners).items()}


def secrets_of(owners: dict[UUID, DataKey]) -> dict[UUID, bytes]:
    return {owner: key.secret for owner, key in owners.items()}


def rotate(store: KeyStore) -> None:
    while store.rewrap(7):
        pass


class TestRewrap:
    def test_leaves_every_key_and_the_root_key_what_they_were(
        self, keys: KeyStore, both: KeyStore, new_alone: KeyStore, owners: dict[UUID, DataKey]
    ) -> None:
        root = keys.root().secret

        rotate(both)

        assert secrets_in(new_alone, owners) == secrets_of(owners)
        assert new_alone.root().secret == root
        new_alone.check()
        with pytest.raises(WrongMasterKeyError):
            keys.check()

    def test_leaves_nothing_that_the_old_master_key_opens(
        self, keys_engine: Engine, both: KeyStore, owners: dict[UUID, DataKey], disk: Path
    ) -> None:
        with keys_engine.connect() as connection:
            before = connection.scalars(select(WrappedKey.wrapped)).all()

        rotate(both)

        on_disk = b"".join(file.read_bytes() for file in disk.glob("keys.sqlite*"))
        assert len(before) == len(owners) + 1
        assert not [wrapped for wrapped in before if wrapped in on_disk]

    def test_goes_on_where_it_was_killed(
        self, keys_engine: Engine, both: KeyStore, new_alone: KeyStore, owners: dict[UUID, DataKey]
    ) -> None:
        command = [sys.executable, "-c", KILLED, keys_engine.url.render_as_string(hide_password=False)]
        done = subprocess.run(command, check=False)  # noqa: S603  # our own command

        assert done.returncode == -9
        assert both.wrapped_by() == {MasterKey(NEW).id: 30, MasterKey(bytes(range(32))).id: 31}
        assert secrets_in(both, owners) == secrets_of(owners)

        rotate(both)

        assert secrets_in(new_alone, owners) == secrets_of(owners)

    def test_gives_no_key_back_that_is_destroyed_meanwhile(
        self, both: KeyStore, owners: dict[UUID, DataKey]
    ) -> None:
        gone = list(owners)[::3]

        def destroy() -> None:
            for owner in gone:
                both.destroy(owner)

        destroying = threading.Thread(target=destroy)
        destroying.start()

        rotate(both)
        destroying.join()
        rotate(both)

        assert not both.keys(gone)
        assert both.keys(owners).keys() == owners.keys() - set(gone)

    def test_may_run_twice_at_once_while_patients_come(
        self, keys: KeyStore, both: KeyStore, new_alone: KeyStore, owners: dict[UUID, DataKey]
    ) -> None:
        made: dict[UUID, DataKey] = {}

        def come() -> None:
            for _ in range(30):
                owner = uuid4()
                made[owner] = both.make(owner)
                assert both.key(owner).secret == made[owner].secret

        rotating = partial(rotate, both)
        working = [threading.Thread(target=deed) for deed in (come, rotating, rotating)]
        for thread in working:
            thread.start()
        for thread in working:
            thread.join()

        assert secrets_in(new_alone, owners | made) == secrets_of(owners | made)

    def test_does_nothing_where_no_other_master_key_is_known(
        self, keys: KeyStore, owners: dict[UUID, DataKey]
    ) -> None:
        assert keys.rewrap(10) == 0
        assert secrets_in(keys, owners) == secrets_of(owners)


class TestTwoMasterKeys:
    def test_both_open_and_the_first_wraps(self, both: KeyStore, keys: KeyStore, master: MasterKey) -> None:
        old, new = uuid4(), uuid4()
        keys.make(old)
        both.make(new)

        both.check()

        assert both.keys([old, new]).keys() == {old, new}
        assert KeyStore(both._engine, MasterKey(master.secret, MasterKey(NEW))).key(new)
        with pytest.raises(WrongMasterKeyError):
            keys.key(new)

    def test_a_third_is_told_at_the_start(self, both: KeyStore) -> None:
        third = KeyStore(both._engine, MasterKey(bytes(32), MasterKey(NEW)))

        with pytest.raises(WrongMasterKeyError):
            third.check()


class TestTheRootKey:
    def test_is_made_with_the_key_store_and_is_nobody_elses(self, tmp_path: Path, master: MasterKey) -> None:
        roots = {self.root_of(tmp_path / name, master) for name in ("one.sqlite", "two.sqlite")}

        assert len(roots | {master.secret}) == 3

    def test_is_what_the_master_key_was_so_far_in_an_older_store(
        self, keys_engine: Engine, master: MasterKey
    ) -> None:
        self.forgets(keys_engine)

        upgrade_key_store(keys_engine.url.render_as_string(hide_password=False), master)

        assert KeyStore(keys_engine, master).root().derive("log") == master.derive("log")

    def test_is_not_guessed_while_there_are_two_master_keys(
        self, keys_engine: Engine, master: MasterKey
    ) -> None:
        self.forgets(keys_engine)

        with pytest.raises(SchemaError, match="Leave SELFHELP_OTHER_MASTER_KEY out"):
            upgrade_key_store(
                keys_engine.url.render_as_string(hide_password=False), MasterKey(bytes(32), master)
            )

    def test_is_asked_for_at_the_start(self, keys_engine: Engine) -> None:
        check_root(keys_engine)
        self.forgets(keys_engine)

        with pytest.raises(SchemaError, match=r"no root key yet\. Run `selfhelp db upgrade`"):
            check_root(keys_engine)

    def root_of(self, file: Path, master: MasterKey) -> bytes:
        upgrade_key_store(f"sqlite:///{file}", master)
        engine = make_engine(f"sqlite:///{file}")
        root = KeyStore(engine, master).root().secret
        engine.dispose()
        return root

    def test_is_gone_for_good_where_it_is_lost(self, keys_engine: Engine, keys: KeyStore) -> None:
        self.forgets(keys_engine)

        with pytest.raises(KeyGoneError):
            keys.root()

    def forgets(self, keys_engine: Engine) -> None:
        with keys_engine.begin() as connection:
            connection.execute(delete(WrappedKey).where(WrappedKey.owner == ROOT))
