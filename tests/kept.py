"""Databases that a worker keeps for all its tests: SQLite files, or on the PostgreSQL server it is given.

The fixture `fresh_pair`, which every test can ask for, brings them back to what they were when made.
"""

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import on_postgresql
import pytest
from on_sqlite import File, Files
from sqlalchemy import URL, Engine

from selfhelp.records.database import make_engine
from selfhelp.records.encryption import MasterKey
from selfhelp.records.migrate import upgrade, upgrade_key_store

MASTER = MasterKey(bytes(range(32)))
MIGRATED = "migrated"  # as before the first start
ADDRESSES = "addresses.txt"


class Database(Protocol):
    """One database."""

    @property
    def url(self) -> str: ...
    def remember(self, condition: str, *engines: Engine) -> None: ...
    def put_back(self, condition: str, *engines: Engine) -> None: ...
    def empty(self) -> None: ...
    def gone(self) -> AbstractContextManager[None]: ...


@dataclass(frozen=True, slots=True)
class Pair:
    """A database and its key store, and an engine on each.

    A new engine for each test would compile every statement anew, which takes longer than most tests.
    """

    main: Database
    key_store: Database
    engine: Engine
    keys_engine: Engine
    others: list[Engine] = field(default_factory=list)  # that somebody else has on the same databases

    def remember(self, condition: str) -> None:
        for one in (self.main, self.key_store):
            one.remember(condition, *self._engines)

    @property
    def urls(self) -> tuple[str, str]:
        return self.main.url, self.key_store.url

    def put_back(self, condition: str = MIGRATED) -> None:
        """Bring both to a condition they were in."""
        for one in (self.main, self.key_store):
            one.put_back(condition, *self._engines)

    def close(self) -> None:
        for engine in self._engines:
            engine.dispose()

    @property
    def _engines(self) -> list[Engine]:
        return [self.engine, self.keys_engine, *self.others]


class Place(Protocol):
    """Where the databases of one worker are."""

    def pair(self, name: str) -> tuple[Database, Database]: ...
    def close(self) -> None: ...


def on_server() -> bool:
    """Tell whether the tests run on PostgreSQL."""
    return on_postgresql.VARIABLE in os.environ


def database_at(url: URL) -> Database:
    """Return the database at an address, whoever made it."""
    name = str(url.database)
    return on_postgresql.Served(url, name) if on_server() else File(Path(name))


@pytest.fixture(scope="session")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    there = on_postgresql.Server() if on_server() else Files(tmp_path_factory.mktemp("databases"))
    yield there
    there.close()


def new_pair(ground: Place, name: str) -> Pair:
    """Make a migrated database and key store."""
    main, keys = ground.pair(name)
    upgrade(main.url)
    upgrade_key_store(keys.url, MASTER)
    pair = Pair(main, keys, make_engine(main.url), make_engine(keys.url))
    pair.remember(MIGRATED)
    return pair


@pytest.fixture(scope="session")
def kept_pair(ground: Place) -> Iterator[Pair]:
    pair = new_pair(ground, "kept")
    yield pair
    pair.close()


@pytest.fixture
def fresh_pair(kept_pair: Pair) -> Pair:
    """Give both as they were made."""
    kept_pair.put_back()
    return kept_pair


def lay(urls: tuple[str, str], folder: Path) -> None:
    """Let these be the two databases that belong to a folder."""
    (folder / ADDRESSES).write_text("\n".join(urls))


def addresses(folder: Path) -> tuple[str, str]:
    """Return where the two databases are that belong to a folder; when nothing else was laid there, in it."""
    if (laid := folder / ADDRESSES).exists():
        main, keys = laid.read_text().splitlines()
        return main, keys
    return f"sqlite:///{folder}/selfhelp.sqlite", f"sqlite:///{folder}/keys.sqlite"


@pytest.fixture
def bare(ground: Place, tmp_path: Path) -> Path:
    """A folder to which databases without tables belong."""
    if on_server():
        main, keys = ground.pair("bare")
        lay((main.url, keys.url), tmp_path)
    return tmp_path


@pytest.fixture
def empty_url(ground: Place) -> str:
    """The address of a database without tables."""
    return ground.pair("empty")[0].url


@pytest.fixture
def disk(fresh_pair: Pair) -> Path:
    """The folder in which the two SQLite files lie."""
    return Path(str(fresh_pair.engine.url.database)).parent


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with both as SQLite files, to be copied."""
    folder = tmp_path_factory.mktemp("migrated")
    upgrade(f"sqlite:///{folder / 'selfhelp.sqlite'}")
    upgrade_key_store(f"sqlite:///{folder / 'keys.sqlite'}", MASTER)
    return folder
