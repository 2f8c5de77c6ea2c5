"""Doctors with few and with many patients, for the bench."""

from datetime import timedelta
from uuid import uuid4

import pyotp
from flask import Flask
from sqlalchemy.orm import Session

from selfhelp.care import accounts, codes, invitations, progress
from selfhelp.care.accounts import Factors
from selfhelp.care.days import day_of
from selfhelp.care.invitations import NewPatient, Written
from selfhelp.care.mine import Mine
from selfhelp.care.progress import GoOn
from selfhelp.records.people import Person
from selfhelp.web.desk import Desk, now

PASSPHRASE = "tre steiner ved elva"  # noqa: S105  # of nobody


def add_doctor(app: Flask, name: str, patients: int) -> str:
    """Add a GP with so many patients, all of whom share everything; return the GP's TOTP secret."""
    desk: Desk = app.extensions["selfhelp"]
    secret = pyotp.random_base32()
    with Session(desk.engine) as session:
        new = accounts.add_gp(session, user_name=name, display_name=name, practice="", locale="en", now=now())
        factors = Factors(desk.passphrases.hash(PASSPHRASE), secret, 0, ())
        accounts.activate(session, token=new.token, factors=factors, root=desk.root, now=now())
        for number in range(patients):
            _patient(session, desk, new.person, number)
        session.commit()
    return secret


def _patient(session: Session, desk: Desk, gp: Person, number: int) -> None:
    """Add a patient who has begun; every second one has an appointment."""
    at, programme = now(), desk.library.catalogue["en"]
    day = day_of(at) + timedelta(days=number % 60)
    invitation = invitations.invite(
        session,
        desk.keys,
        code=codes.new_invitation_code(session),
        verifier_hash="",
        gp_id=gp.id,
        page_key="",
        written=Written(f"cap {number}", first_appointment=day if number % 2 else None),
        now=at,
    )
    patient = NewPatient(
        uuid4(), f"{gp.user_name}-{number}", "", (), "en", "selfhelp", 1, tuple(programme.shares)
    )
    invitations.redeem(session, invitation=invitation, patient=patient, now=at)
    module = next(iter(programme.modules.values()))
    mine = Mine(invitation.enrolment_id, desk.keys.key(invitation.enrolment_id), programme)
    step = module.steps[0].id
    progress.step_on(session, mine=mine, module=module, step=step, done=True, go_on=GoOn(step), now=at)
