"""The key store's tables: made once, an older store taken along with its keys, a newer one refused."""

from uuid import uuid4

import pytest
from sqlalchemy import Engine, select, text, update

from selfhelp.records.database import make_engine
from selfhelp.records.encryption import MasterKey
from selfhelp.records.keys import KeyStore, StoreVersion
from selfhelp.records.migrate import SchemaError, check_key_store, upgrade_key_store


class TestUpgradeKeyStore:
    def test_is_made_once(self, keys_engine: Engine, master: MasterKey) -> None:
        url = keys_engine.url.render_as_string(hide_password=False)

        upgrade_key_store(url, master)

        check_key_store(keys_engine)
        with keys_engine.connect() as connection:
            assert connection.scalars(select(StoreVersion.version)).all() == [2]

    def test_takes_an_older_one_with_its_keys_along(
        self, keys: KeyStore, keys_engine: Engine, master: MasterKey
    ) -> None:
        owner = uuid4()
        keys.make(owner)
        with keys_engine.begin() as connection:
            connection.execute(text("drop table destroyed_key"))
            connection.execute(update(StoreVersion).values(version=1))
        with pytest.raises(SchemaError, match="version 1, and this version needs 2"):
            check_key_store(keys_engine)

        upgrade_key_store(keys_engine.url.render_as_string(hide_password=False), master)

        check_key_store(keys_engine)
        keys.destroy(owner)
        assert keys.destroyed([owner, uuid4()]) == {owner}

    def test_refuses_to_start_without_tables(self, empty_url: str) -> None:
        engine = make_engine(empty_url)

        with pytest.raises(SchemaError, match="The key store has no tables"):
            check_key_store(engine)
        engine.dispose()

    def test_refuses_another_version(self, keys_engine: Engine, master: MasterKey) -> None:
        with keys_engine.begin() as connection:
            connection.execute(update(StoreVersion).values(version=3))

        with pytest.raises(SchemaError, match="The key store has version 3, and this selfhelp knows 2"):
            upgrade_key_store(keys_engine.url.render_as_string(hide_password=False), master)
