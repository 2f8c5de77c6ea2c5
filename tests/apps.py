"""The whole application, for tests of pages. Import what you need beside your tests.

A worker keeps one application, with its templates and statements compiled, for all tests that need no other.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pyotp
import pytest
from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache
from kept import Pair, database_at
from pages import Browser
from people import CHEAP, PASSPHRASE, Gp, Patient, Surgery, shipped_catalogue
from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from selfhelp.app import create_app
from selfhelp.care.earlier import Earlier
from selfhelp.care.releases import publish
from selfhelp.care.served import keep_what_is_met
from selfhelp.content.library import Library
from selfhelp.content.model import Catalogue
from selfhelp.records.course import Release
from selfhelp.records.database import make_engine
from selfhelp.settings import Settings, shipped
from selfhelp.web.desk import Desk
from selfhelp.web.health import Readiness


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
def settings(fresh_pair: Pair) -> Settings:
    """Settings for databases as they are before the first start."""
    return settings_for(fresh_pair)


def settings_for(pair: Pair) -> Settings:
    return Settings(
        secret_key="a secret key for tests that is long enough",
        database_url=pair.main.url,
        keys_url=pair.key_store.url,
        master_key=bytes(range(32)),
        content=shipped("content"),
        public_url="http://localhost",
        secure_cookies=False,
    )


@dataclass(slots=True)
class KeptApp:
    """One application for many tests. A test that changes it leaves none to the next."""

    pair: Pair
    app: Flask | None = None
    _desk: Desk | None = None
    _as_made: dict[str, Any] = field(default_factory=dict)

    def suits(self, settings: Settings) -> bool:
        """Tell whether a test that has these settings can have it: nothing else was started there before."""
        if settings != settings_for(self.pair):
            return False
        with self.pair.engine.connect() as connection:
            return not connection.scalar(select(exists(select(Release.digest))))

    def as_made(self) -> Flask:
        """The application with databases in which nobody is yet, and nothing remembered of earlier ones."""
        if self.app is None or _traits(self.app) != self._as_made:
            self._make()
        else:
            self.pair.put_back(STARTED)
        assert self.app is not None
        assert self._desk is not None
        earlier = Earlier(self._desk.reader)
        earlier.look_again()
        desk = replace(self._desk, earlier=earlier)
        self.app.extensions |= {"selfhelp": desk, "readiness": Readiness(desk)}
        return self.app

    def _make(self) -> None:
        self.shut()
        self.pair.put_back()
        self.app = made(settings_for(self.pair))
        self._desk, self._as_made = desk_of(self.app), _traits(self.app)
        self.pair.others[:] = [self._desk.engine, self._desk.keys._engine]
        self.pair.remember(STARTED)

    def shut(self) -> None:
        if self._desk is not None:
            self._desk.engine.dispose()
            self._desk.keys._engine.dispose()
        self.pair.others.clear()


STARTED = "started"  # content published, and nobody there yet


def _traits(app: Flask) -> dict[str, Any]:
    """What a test could change of an application."""
    return {
        "config": dict(app.config),
        "before": {name: [*functions] for name, functions in app.before_request_funcs.items()},
        "after": {name: [*functions] for name, functions in app.after_request_funcs.items()},
        "views": dict(app.view_functions),
        "words": dict(app.jinja_env.globals),
    }


@pytest.fixture(scope="session")
def kept_app(kept_pair: Pair) -> Iterator[KeptApp]:
    kept = KeptApp(kept_pair)
    yield kept
    kept.shut()


@pytest.fixture
def app(settings: Settings, kept_app: KeptApp) -> Iterator[Flask]:
    if kept_app.suits(settings):
        yield kept_app.as_made()
    else:
        yield (app := made(settings))
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


@pytest.fixture
def at_an_ip_address(settings: Settings) -> Iterator[Flask]:
    """The application where no browser gives passkeys."""
    other = made(replace(settings, public_url="http://127.0.0.1:8000"))
    yield other
    shut(other)


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
    with ExitStack() as away:
        for engine in (desk_of(app).engine, desk_of(app).keys._engine):
            away.enter_context(database_at(engine.url).gone())
        away.callback(shut, app)
        yield


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
    return Surgery(desk.engine, desk.keys, desk.root, desk.passphrases, datetime.now(UTC))


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
