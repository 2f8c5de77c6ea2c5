"""The databases of `databases.py` and the people of `people.py`, for all tests beside this file."""

import pytest
from databases import engine, keys, keys_engine, master, session, url
from people import CHEAP, Gp, Patient, Surgery
from sqlalchemy import Engine

from care.on_the_page import reads
from care.small_programme import PROGRAMME
from selfhelp.care.hashing import Hasher
from selfhelp.care.mine import Mine
from selfhelp.records.encryption import MasterKey
from selfhelp.records.keys import KeyStore

__all__ = ["engine", "keys", "keys_engine", "master", "reads", "session", "url"]


@pytest.fixture
def surgery(engine: Engine, keys: KeyStore, master: MasterKey) -> Surgery:
    return Surgery(engine, keys, master, Hasher(CHEAP))


@pytest.fixture
def gp(surgery: Surgery) -> Gp:
    return surgery.gp()


@pytest.fixture
def patient(surgery: Surgery, gp: Gp) -> Patient:
    return surgery.patient(gp)


@pytest.fixture
def mine(keys: KeyStore, patient: Patient) -> Mine:
    """The patient's place in the small programme, which holds one of everything and is never edited."""
    return Mine(patient.enrolment_id, keys.key(patient.enrolment_id), PROGRAMME)
