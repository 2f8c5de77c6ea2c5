"""The real application, served on a free port of this machine for as long as the tests last."""

import base64
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from apps import desk_of, made, shut
from click.testing import CliRunner
from databases import invitations_of
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from house.routes import LETTER, write_letter
from mail_server import HERE, MailBox, free_port, mail_server
from people import Surgery
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session
from waitress.server import create_server  # type: ignore[import-untyped]

from selfhelp import settings as names
from selfhelp.care import accounts, entries, visits
from selfhelp.care.mine import Mine
from selfhelp.care.step_page import StepNow, step_now
from selfhelp.cli import main
from selfhelp.content.model import Module, Programme
from selfhelp.demo import LogIns, demo_settings, set_up
from selfhelp.records.course import Enrolment
from selfhelp.records.encryption import MasterKey
from selfhelp.records.migrate import upgrade, upgrade_key_store
from selfhelp.records.people import Attempt, Login, Person
from selfhelp.settings import Settings
from selfhelp.web.desk import Desk

THREADS = 8


@dataclass(frozen=True, slots=True)
class House:
    """Where the pages are, and what a test may do behind them."""

    url: str
    app: Flask
    settings: Settings
    log_ins: LogIns
    box: MailBox  # where the mails come that the pages send
    checked: set[tuple[str, str]] = field(default_factory=set)  # ways and pages that axe has looked at

    @property
    def desk(self) -> Desk:
        return desk_of(self.app)

    @property
    def surgery(self) -> Surgery:
        """Where GPs, slips and patients come from without a browser."""
        desk = self.desk
        return Surgery(desk.engine, desk.keys, desk.root, desk.codes, datetime.now(UTC))

    def programme(self, locale: str) -> Programme:
        return self.desk.library.catalogue[locale]

    def module(self, locale: str) -> Module:
        return next(iter(self.programme(locale).modules.values()))

    def add_gp(self, user_name: str, name: str, locale: str) -> str:
        """Let the operator add a GP, and return the one-time link the command printed."""
        words = {
            "user-name": user_name,
            "name": name,
            "practice": "Strandveien legesenter",
            "language": locale,
        }
        options = [part for option, word in words.items() for part in (f"--{option}", word)]
        done = CliRunner().invoke(main, ["gp", "add", *options], env=self._environment())
        assert done.exit_code == 0, done.output
        return str(done.output).strip()

    def add_operator(self, user_name: str) -> str:
        """Add an operator, and invitations of a year so that there are figures to see; return the name."""
        gp, now = self.surgery.gp(), datetime.now(UTC)
        with Session(self.desk.engine) as session:
            doctor = session.get_one(Person, gp.id)
            for month, number in enumerate((12, 23, 31, 8, 17, 3, 14, 26, 35, 0, 40), 1):
                session.add_all(invitations_of(doctor, *[now - timedelta(days=31 * month)] * number))
            session.commit()
        return self.surgery.operator(user_name).user_name

    def step(self, user_name: str, step_id: str, locale: str = "nb", *, of: str = "link") -> StepNow:
        """What is kept for a patient on a step of a module, as the deeds of `care` find it."""
        module = self.programme(locale).modules[of]
        step = module.step(step_id)
        assert step is not None, step_id
        with Session(self.desk.reader) as session:
            return step_now(session, self._mine(session, user_name, locale), module, step, datetime.now(UTC))

    def kept(self, user_name: str, step_id: str, *, of: str = "link") -> dict[str, Any]:
        """The answers of a patient on a step of a module, by exercise."""
        now = self.step(user_name, step_id, of=of)
        return {exercise.id: now.value(exercise) for exercise in now.step.asking}

    def entries(self, user_name: str, tool: str) -> list[dict[str, Any]]:
        """What a patient has written in a tool, newest first."""
        with Session(self.desk.reader) as session:
            mine = self._mine(session, user_name, "nb")
            return [dict(written.values) for written in entries.entries_of(session, mine, tool)]

    def enrolment(self, user_name: str) -> UUID:
        with Session(self.desk.reader) as session:
            return self._mine(session, user_name, "nb").enrolment_id

    def visits(self, user_name: str) -> int:
        """How many log-ins of this person the server knows."""
        with Session(self.desk.reader) as session:
            person = accounts.person_named(session, user_name)
            assert person is not None, user_name
            return len(session.scalars(select(Login).where(Login.person_id == person.id)).all())

    def signs_in(self, user_name: str, locale: str) -> tuple[str, str]:
        """Sign a person in without the log-in page: name and value of the cookie their browser would hold."""
        with Session(self.desk.engine) as session:
            person = accounts.person_named(session, user_name)
            assert person is not None, user_name
            person.locale = locale
            now, is_staff = datetime.now(UTC), person.role != "patient"
            token = visits.begin(session, person_id=person.id, device="", second_factor=is_staff, now=now)
            session.commit()
        signer = SecureCookieSessionInterface().get_signing_serializer(self.app)
        assert signer is not None
        return str(self.app.config["SESSION_COOKIE_NAME"]), str(signer.dumps({"_user_id": token}))

    def lets_the_log_in_lapse(self, user_name: str) -> None:
        """End every visit of a person behind the back of the browser, as half an hour of silence does."""
        with Session(self.desk.engine) as session:
            person = accounts.person_named(session, user_name)
            assert person is not None, user_name
            visits.end_all(session, person.id)
            session.commit()

    def lets_time_pass(self, user_name: str, minutes: int) -> None:
        """Let nobody have touched a person's pages for so long."""
        with Session(self.desk.engine) as session:
            person = accounts.person_named(session, user_name)
            assert person is not None, user_name
            at = datetime.now(UTC) - timedelta(minutes=minutes)
            session.execute(update(Login).where(Login.person_id == person.id).values(last_seen_at=at))
            session.commit()

    def brings_a_letter(self, user_name: str) -> str:
        """Let a letter that a patient wrote to themselves have come; return where it is read."""
        with Session(self.desk.engine) as session:
            write_letter(session, self._mine(session, user_name, "nb"))
            session.commit()
        module, _, letter = LETTER
        return f"/letters/{module}/{letter}"

    def forgets_attempts(self) -> None:
        """All people of the tests come from one address; the limits are tested elsewhere."""
        with Session(self.desk.engine) as session:
            session.execute(delete(Attempt))
            session.commit()

    def _mine(self, session: Session, user_name: str, locale: str) -> Mine:
        person = accounts.person_named(session, user_name)
        found = select(Enrolment).join(Person).where(Person.id == person.id) if person else None
        enrolment = session.scalar(found) if found is not None else None
        assert enrolment is not None, user_name
        key = self.desk.keys.key(enrolment.id)
        return Mine(enrolment.id, key, self.programme(locale), enrolment.character or "")

    def _environment(self) -> dict[str, str]:
        return {
            names.SECRET_KEY: self.settings.secret_key,
            names.DATABASE_URL: self.settings.database_url,
            names.KEYS_URL: self.settings.keys_url,
            names.MASTER_KEY: base64.b64encode(self.settings.master_key).decode(),
            names.PUBLIC_URL: self.settings.public_url,
            names.SECURE_COOKIES: "no",
        }


@contextmanager
def open_house(folder: Path) -> Iterator[House]:
    """Make databases with demo data in a folder, and serve them."""
    url = f"http://localhost:{free_port()}"  # a name, as the demo has: passkeys need one
    with mail_server() as box:
        settings = replace(demo_settings(folder, url), reload_content=False, mail=box.server())
        upgrade(settings.database_url)
        upgrade_key_store(settings.keys_url, MasterKey(settings.master_key))
        app = made(settings)
        log_ins = set_up(app, folder, step=lambda: None)
        with _served(app, int(url.rpartition(":")[2])):
            yield House(url, app, settings, log_ins, box)
        shut(app)


@contextmanager
def _served(app: Flask, port: int) -> Iterator[None]:
    channels: dict[int, Any] = {}
    server = create_server(app, map=channels, host=HERE, port=port, threads=THREADS)
    thread = threading.Thread(target=server.run, name="house")
    thread.start()
    try:
        yield
    finally:
        # Closed by the thread that serves: a socket closed under its hands would be an error there.
        server.trigger.pull_trigger(lambda: [channel.close() for channel in list(channels.values())])
        thread.join(10)
        server.task_dispatcher.shutdown()
