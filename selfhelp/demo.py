"""The demo: a GP, an operator and invented patients, made by the deeds of real ones."""

import base64
import secrets
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import uuid4

import click
import pyotp
from flask import Flask
from sqlalchemy.orm import Session

from selfhelp.care import accounts, cards, codes, entries, invitations, made_here, progress, sharing
from selfhelp.care.accounts import Factors, NewPerson
from selfhelp.care.days import day_of
from selfhelp.care.invitations import NewPatient, Written
from selfhelp.care.mine import Mine
from selfhelp.care.progress import GoOn
from selfhelp.care.step_page import step_now
from selfhelp.care.step_saving import Sent, save_step
from selfhelp.care.windows import Page
from selfhelp.content.model import Module, Programme, Step
from selfhelp.demo_answers import ACTIVITIES, ANSWERS, CARDS, QUESTIONNAIRE
from selfhelp.demo_entries import ENTRIES
from selfhelp.demo_patients import PATIENTS, DemoPatient
from selfhelp.records.course import Enrolment
from selfhelp.records.people import Invitation, Person
from selfhelp.settings import MASTER_KEY_BYTES, Settings, SettingsError, shipped
from selfhelp.web.desk import Desk, now

PASSPHRASE = "tre steiner ved elva"  # noqa: S105  # printed for everyone to see
GP_NAME, OPERATOR_NAME = "demo-lege", "demo-drift"
FORTNIGHT = timedelta(days=14)
STEPS = 1 + len(PATIENTS)  # how often `set_up` reports that it is further


@dataclass(frozen=True, slots=True)
class LogIns:
    """What the demo prints."""

    totp: str
    invitation: str
    patients: tuple[DemoPatient, ...] = field(default=PATIENTS)

    def text(self, url: str) -> str:
        """Return the log-ins, to be read in a terminal."""
        width = max(len(patient.user_name) for patient in self.patients)
        lines = [
            "",
            f"The GP:    {url}/log-in   user name: {GP_NAME}   passphrase: {PASSPHRASE}",
            f"           six digits, good for half a minute: {self.totp}   (the page tells new ones)",
            f"Operator:  {url}/log-in   user name: {OPERATOR_NAME}   the same passphrase",
            f"Patients:  {url}/log-in   all with the passphrase: {PASSPHRASE}",
            *(f"           {patient.user_name:<{width}}  {patient.about}" for patient in self.patients),
            f"A fresh invitation:  {url}/start/{self.invitation}",
        ]
        return "\n".join(lines)


def demo_settings(folder: Path, url: str) -> Settings:
    """Return settings for a demo in this folder, whose keys are made here the first time.

    :raises SettingsError: if what is kept there as a key is none.
    """
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    if not (folder / "master.key").exists():
        warning = f"Made a master key in {folder}. For the demo only: a real one lies apart from the data."
        click.secho(warning, err=True, fg="yellow")
    return Settings(
        secret_key=_kept_key(folder / "secret.key").hex(),
        database_url=f"sqlite:///{(folder / 'selfhelp.sqlite').absolute()}",
        keys_url=f"sqlite:///{(folder / 'keys.sqlite').absolute()}",
        master_key=_kept_key(folder / "master.key"),
        content=shipped("content"),
        public_url=url,
        secure_cookies=False,
        reload_content=True,
        demo=True,
    )


def set_up(app: Flask, folder: Path, step: Callable[[], None]) -> LogIns:
    """Make the GP, the operator and the patients where they are not there yet; return how to log in."""
    desk: Desk = app.extensions["selfhelp"]
    with Session(desk.engine) as session:
        gp = accounts.person_named(session, GP_NAME) or _gp(session, desk)
        if accounts.person_named(session, OPERATOR_NAME) is None:
            _operator(session, desk)
        session.commit()
        step()
        for patient in PATIENTS:
            if accounts.person_named(session, patient.user_name) is None:
                _patient(session, desk, gp, patient)
                session.commit()
            step()
        totp = accounts.code_at(accounts.totp_secret(desk.root, gp), now())
        invitation = _invitation(session, desk, gp, folder / "invitation.txt")
        session.commit()
    return LogIns(totp, invitation)


def _kept_key(path: Path) -> bytes:
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(base64.b64encode(secrets.token_bytes(MASTER_KEY_BYTES)).decode())
    try:
        key = base64.b64decode(path.read_bytes().strip(), validate=True)
    except ValueError:
        key = b""
    if len(key) != MASTER_KEY_BYTES:
        raise SettingsError(f"{path} holds no key.")
    return key


def _gp(session: Session, desk: Desk) -> Person:
    at = now()
    new = accounts.add_gp(
        session, user_name=GP_NAME, display_name="Demolege", practice="Demolegekontoret", locale="nb", now=at
    )
    return _activated(session, desk, new, at)


def _operator(session: Session, desk: Desk) -> Person:
    at = now()
    new = accounts.add_operator(
        session, user_name=OPERATOR_NAME, display_name="Demodrift", locale="nb", now=at
    )
    return _activated(session, desk, new, at)


def _activated(session: Session, desk: Desk, new: NewPerson, at: datetime) -> Person:
    accounts.activate(
        session,
        token=new.token,
        factors=Factors(desk.passphrases.hash(PASSPHRASE), pyotp.random_base32(), 0, ()),
        root=desk.root,
        now=at,
    )
    return new.person


def _invited(session: Session, desk: Desk, gp: Person, note: str, at: datetime) -> tuple[Invitation, str]:
    code = codes.new_invitation_code(session)
    invitation = invitations.invite(
        session,
        desk.keys,
        code=code,
        verifier_hash=desk.codes.hash(code.verifier),
        gp_id=gp.id,
        page_key="",
        written=Written(note, "", ("suicidal-thoughts", "who-to-call")),
        now=at,
    )
    return invitation, str(code)


def _invitation(session: Session, desk: Desk, gp: Person, kept: Path) -> str:
    """Return the code of an invitation nobody has used: the last start's, or a new one."""
    if kept.exists():
        found = invitations.find(session, kept.read_text())
        if invitations.opened(desk.codes, found, kept.read_text(), now()):
            return kept.read_text()
    _, code = _invited(session, desk, gp, "demo", now())
    kept.write_text(code)
    return code


def _patient(session: Session, desk: Desk, gp: Person, demo: DemoPatient) -> None:
    began = now() - timedelta(days=demo.days_ago)
    invitation, _ = _invited(session, desk, gp, demo.note, began)
    programme = desk.library.catalogue[demo.locale]
    patient = NewPatient(
        person_id=uuid4(),
        user_name=demo.user_name,
        passphrase_hash=desk.passphrases.hash(PASSPHRASE),
        recovery_hashes=(),
        locale=demo.locale,
        programme="selfhelp",
        consent_version=programme.consent_version,
        shares=tuple(programme.shares),
    )
    invitations.redeem(session, invitation=invitation, patient=patient, now=began)
    place = Mine(invitation.enrolment_id, desk.keys.key(invitation.enrolment_id), programme)
    _live(session, desk, place, demo, began)
    if not demo.sharing and (link := sharing.my_link(session, invitation.enrolment_id)):
        sharing.end(session, link_id=link.id, now=now())


def _live(session: Session, desk: Desk, place: Mine, demo: DemoPatient, began: datetime) -> None:
    """Do the steps, answer the questionnaire again where the patient did, and write."""
    for deed in islice(_deeds(place.programme, demo, began), demo.steps):
        _do_step(session, desk, place, deed)
    first = next(iter(place.programme.modules.values()))
    if demo.items_again and (asks := first.step(QUESTIONNAIRE)):
        _do_step(session, desk, place, Deed(first, asks, demo.items_again, began + FORTNIGHT))
    if demo.writes:
        _write_entries(session, place, began)
    if demo.activities:
        _write_activities(session, place)
    if demo.card:
        day = day_of(now() + timedelta(days=2)).isoformat()
        values = {**CARDS[demo.card], "date": day}
        page = Page("demo-card", 0)
        cards.save_card(session, mine=place, module=first.id, values=values, page=page, now=now())


@dataclass(frozen=True, slots=True)
class Deed:
    """One step of one patient at one time; `items` are the answers to PHQ-9 that differ from the usual."""

    module: Module
    step: Step
    items: Mapping[str, Any]
    at: datetime


def _deeds(programme: Programme, demo: DemoPatient, began: datetime) -> Iterator[Deed]:
    """Yield the steps: a module a fortnight, what is special in the first; a look back in its week."""
    for fortnight, module in enumerate(programme.regular.values()):
        for number, step in enumerate(module.steps):
            at = began + fortnight * FORTNIGHT + timedelta(days=number // 5, minutes=6 * number)
            yield Deed(module, step, {} if fortnight else demo.items, at)
    for module in islice(programme.boosters.values(), demo.look_backs):
        for number, step in enumerate(module.steps):
            yield Deed(module, step, {}, began + timedelta(weeks=module.week, minutes=2 * number))


def _do_step(session: Session, desk: Desk, place: Mine, deed: Deed) -> None:
    module, step = deed.module, deed.step
    character = session.get_one(Enrolment, place.enrolment_id).character or ""
    mine = Mine(place.enrolment_id, place.key, place.programme, character)
    known: Mapping[str, Any] = ANSWERS.get(module.id, {}).get(step.id, {})
    values = {e.id: known[e.id] for e in step.asking if e.id in known}
    if "phq" in values:
        values["phq"] = {**values["phq"], "items": {**values["phq"]["items"], **deed.items}}
    before = step_now(session, mine, module, step, deed.at)
    sent = Sent(values, frozenset({"goal-1"} & values.keys()), uuid4().hex, before.stamp)
    save_step(session, mine=mine, module=module, before=before, sent=sent, now=deed.at)
    go_on = GoOn((module.step_after(step.id) or step).id)
    progress.step_on(session, mine=mine, module=module, step=step.id, done=True, go_on=go_on, now=deed.at)
    session.flush()


def _write_activities(session: Session, place: Mine) -> None:
    """Plan activities on the cards of the second module, and do those whose day has come."""
    module = place.programme.modules["activities"]
    for card, (days, plan, after) in enumerate(ACTIVITIES, 1):
        on = now() + timedelta(days=days)
        values = {**plan, "day": {"day": day_of(on).isoformat(), **plan["day"]}}
        for at, written in ((on - timedelta(days=2), values), (on, {**values, **after})):
            entries.save_entry(
                session,
                mine=place,
                tool=place.programme.tools["activity"],
                wanted=made_here.id_on(place, module, module.asking["plans"], str(card)),
                values=written,
                page=Page(f"demo-plan-{card}", 0),
                now=min(at, now()),
            )


def _write_entries(session: Session, place: Mine, began: datetime) -> None:
    for number, (tool, days, values) in enumerate(ENTRIES):
        at = began + timedelta(days=days)
        if at > now():
            continue
        entries.save_entry(
            session,
            mine=place,
            tool=place.programme.tools[tool],
            wanted=uuid4(),
            values=values,
            page=Page(f"demo-{number}", 0),
            now=at,
        )
