"""The whole application on files of its own, for tests of pages. Import what you need beside your tests."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from unittest.mock import patch

import pyotp
import pytest
from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache
from pages import Browser
from people import CHEAP, PASSPHRASE, Gp, Patient, Surgery, shipped_catalogue
from sqlalchemy.orm import Session

from selfhelp.app import create_app
from selfhelp.care.releases import publish
from selfhelp.care.served import keep_what_is_met
from selfhelp.content.library import Library
from selfhelp.content.model import Catalogue
from selfhelp.records.database import make_engine
from selfhelp.settings import Settings, shipped
from selfhelp.web.desk import Desk


class Compiled(BytecodeCache):
    """Templates as Jinja compiled them, by name and text; kept in memory."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if kept := self._kept.get(bucket.key):
            bucket.bytecode_from_string(kept)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key] = bucket.bytecode_to_string()


COMPILED = Compiled()


@pytest.fixture
def settings(migrated: Path, tmp_path: Path) -> Settings:
    """Settings for databases copied from the migrated ones."""
    for name in ("selfhelp.sqlite", "keys.sqlite"):
        shutil.copy(migrated / name, tmp_path)
    return Settings(
        secret_key="a secret key for tests that is long enough",
        database_url=f"sqlite:///{tmp_path / 'selfhelp.sqlite'}",
        keys_url=f"sqlite:///{tmp_path / 'keys.sqlite'}",
        master_key=bytes(range(32)),
        content=shipped("content"),
        public_url="http://localhost",
        secure_cookies=False,
    )


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    app = made(settings)
    yield app
    shut(app)


def made(settings: Settings) -> Flask:
    """The application. Shipped content is read and templates are compiled once for all tests of a process."""
    read = patch("selfhelp.content.library.load_catalogue", _read_once)
    with read if settings.content == shipped("content") else nullcontext():
        app = create_app(settings, passphrase_cost=CHEAP, code_cost=CHEAP)
    app.jinja_env.bytecode_cache = COMPILED
    return app


def _read_once(_shipped: Path) -> Catalogue:
    return shipped_catalogue()


def publishes(settings: Settings, folder: Path) -> Catalogue:
    """Publish a content folder, as an author does between two starts of the server."""
    engine, library = make_engine(settings.database_url), Library(folder)
    with Session(engine) as session:
        keep_what_is_met(session, library, datetime.now(UTC))
        publish(session, library.catalogue.digest, datetime.now(UTC))
        session.commit()
    engine.dispose()
    return library.catalogue


def shut(app: Flask) -> None:
    """Let go of both databases."""
    at = desk_of(app)
    at.engine.dispose()
    at.keys._engine.dispose()


@contextmanager
def databases_gone(app: Flask) -> Iterator[None]:
    """Take both databases away, as a dead disk does, and bring them back."""
    shut(app)
    files = [Path(str(engine.url.database)) for engine in (desk_of(app).engine, desk_of(app).keys._engine)]
    for file in files:
        file.rename(file.with_suffix(".away"))
        file.mkdir()  # a folder of its name cannot be opened, nor made anew
    yield
    shut(app)
    for file in files:
        file.rmdir()
        file.with_suffix(".away").rename(file)


def desk_of(app: Flask) -> Desk:
    desk: Desk = app.extensions["selfhelp"]
    return desk


@pytest.fixture
def desk(app: Flask) -> Desk:
    return desk_of(app)


@pytest.fixture
def session(desk: Desk) -> Iterator[Session]:
    """A look behind the pages. Not the app's own: a context left open would leak a visitor into the next."""
    with Session(desk.reader) as session:
        yield session


@pytest.fixture
def surgery(desk: Desk) -> Surgery:
    return Surgery(desk.engine, desk.keys, desk.master, desk.passphrases, datetime.now(UTC))


@pytest.fixture
def gp(surgery: Surgery) -> Gp:
    return surgery.gp("kari-lege")


@pytest.fixture
def patient(surgery: Surgery, gp: Gp) -> Patient:
    return surgery.patient(gp, "furu-elv-11", note="rød lue")


Comes = Callable[..., Browser]


@pytest.fixture
def comes(app: Flask) -> Comes:
    """Let someone come with a browser: signed in when it is a patient or a GP."""

    def comes(who: Patient | Gp | None = None, *, language: str = "nb", into: Flask | None = None) -> Browser:
        browser = Browser(into or app, language=language)
        if isinstance(who, Patient):
            signs_in(browser, who)
        elif who is not None:
            signs_in_with_second_factor(browser, who)
        return browser

    return comes


def signs_in(browser: Browser, who: Patient | Gp) -> Browser:
    browser.opens("/log-in").saves({"user_name": who.user_name, "passphrase": PASSPHRASE})
    browser.private |= {who.user_name, PASSPHRASE}
    return browser


def signs_in_with_second_factor(browser: Browser, gp: Gp) -> Browser:
    signs_in(browser, gp).saves({"code": pyotp.TOTP(gp.totp).now()})
    browser.private.add(gp.name)
    return browser
