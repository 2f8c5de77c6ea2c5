"""GPs' accounts: one link, one second factor, and no code twice."""

from datetime import datetime, timedelta

import pyotp
import pytest
from databases import NOW
from people import Gp, Surgery
from sqlalchemy import select
from sqlalchemy.orm import Session

from selfhelp.care import accounts, visits
from selfhelp.care.accounts import Factors, NewPerson
from selfhelp.records.encryption import MasterKey
from selfhelp.records.people import Login, Person, RecoveryCode

SECRET = pyotp.random_base32()
FACTORS = Factors("a hash", SECRET, 0, ("one", "two"))
STEP = timedelta(seconds=30)


@pytest.fixture
def new(session: Session) -> NewPerson:
    return accounts.add_gp(
        session, user_name="Lege", display_name="Kari Lege", practice="Strandveien", locale="nb", now=NOW
    )


def code_at(gp: Gp, moment: datetime) -> str:
    return pyotp.TOTP(gp.totp).at(moment)


class TestAddGp:
    def test_makes_an_account_nobody_can_use_before_the_link(self, new: NewPerson) -> None:
        assert (new.person.passphrase_hash, new.person.totp_secret) == (None, None)

    def test_is_found_in_whatever_letters(self, session: Session, new: NewPerson) -> None:
        found = accounts.person_named(session, " LEGE ")
        assert found is not None
        assert found.id == new.person.id
        assert accounts.person_named(session, "noen") is None


class TestActivate:
    def activate(self, session: Session, master: MasterKey, token: str, *, days: int = 0) -> Person | None:
        now = NOW + timedelta(days=days)
        return accounts.activate(session, token=token, factors=FACTORS, root=master, now=now)

    def test_sets_the_factors_and_seals_the_secret(
        self, session: Session, master: MasterKey, new: NewPerson
    ) -> None:
        person = self.activate(session, master, new.token)

        assert person is not None
        assert accounts.totp_secret(master, person) == SECRET
        assert SECRET.encode() not in (person.totp_secret or b"")

    def test_works_once(self, session: Session, master: MasterKey, new: NewPerson) -> None:
        assert self.activate(session, master, new.token) is not None
        assert self.activate(session, master, new.token) is None
        assert accounts.link_owner(session, new.token, NOW) is None

    def test_works_for_seven_days(self, session: Session, master: MasterKey, new: NewPerson) -> None:
        assert self.activate(session, master, new.token, days=7) is None
        assert self.activate(session, master, new.token, days=6) is not None

    def test_knows_no_made_up_link(self, session: Session, master: MasterKey, new: NewPerson) -> None:
        assert self.activate(session, master, "made up") is None


class TestTotpSecret:
    def test_is_none_before_the_link_was_used(self, master: MasterKey, new: NewPerson) -> None:
        with pytest.raises(LookupError):
            accounts.totp_secret(master, new.person)


class TestUseTotp:
    def use(self, session: Session, surgery: Surgery, gp: Gp, code: str, now: datetime = NOW) -> bool:
        person = session.get_one(Person, gp.id)
        return accounts.use_totp(session, surgery.master, person, code, now)

    def test_refuses_the_same_code_again(self, session: Session, surgery: Surgery, gp: Gp) -> None:
        code = code_at(gp, NOW)

        assert self.use(session, surgery, gp, code)
        assert not self.use(session, surgery, gp, code)
        assert not self.use(session, surgery, gp, code, NOW + STEP)

    def test_refuses_an_earlier_code_once_a_later_one_was_used(
        self, session: Session, surgery: Surgery, gp: Gp
    ) -> None:
        assert self.use(session, surgery, gp, code_at(gp, NOW))

        assert not self.use(session, surgery, gp, code_at(gp, NOW - STEP))
        assert self.use(session, surgery, gp, code_at(gp, NOW + STEP), NOW + STEP)

    def test_forgives_a_clock_that_is_half_a_minute_off_and_no_more(
        self, session: Session, surgery: Surgery, gp: Gp
    ) -> None:
        assert not self.use(session, surgery, gp, code_at(gp, NOW - 2 * STEP))
        assert not self.use(session, surgery, gp, code_at(gp, NOW + 2 * STEP))
        assert self.use(session, surgery, gp, code_at(gp, NOW - STEP))
        assert self.use(session, surgery, gp, code_at(gp, NOW + STEP))

    @pytest.mark.parametrize("typed", ["", "000", "abcdef", "１２３４５６", "0" * 500])  # wide digits
    def test_refuses_what_is_no_code(self, session: Session, surgery: Surgery, gp: Gp, typed: str) -> None:
        assert not self.use(session, surgery, gp, typed)

    def test_forgives_spaces(self, session: Session, surgery: Surgery, gp: Gp) -> None:
        code = code_at(gp, NOW)
        assert self.use(session, surgery, gp, f" {code[:3]} {code[3:]} ")

    def test_knows_no_second_factor_of_someone_not_activated(
        self, session: Session, surgery: Surgery, new: NewPerson
    ) -> None:
        assert not accounts.use_totp(session, surgery.master, new.person, "123456", NOW)


class TestRenewLink:
    def test_shuts_out_what_let_in_before(
        self, session: Session, surgery: Surgery, master: MasterKey
    ) -> None:
        gp = surgery.gp("kari")
        visits.begin(session, person_id=gp.id, device="", second_factor=True, now=NOW)

        token = accounts.renew_link(session, "Kari", NOW)

        person = session.get_one(Person, gp.id)
        assert token is not None
        assert (person.passphrase_hash, person.totp_secret) == (None, None)
        for table in (Login, RecoveryCode):
            assert session.scalars(select(table).where(table.person_id == gp.id)).all() == []
        owner = accounts.link_owner(session, token, NOW)
        assert owner is not None
        assert owner.id == gp.id

    def test_leaves_no_older_link_open(self, session: Session, new: NewPerson) -> None:
        accounts.renew_link(session, "lege", NOW)

        assert accounts.link_owner(session, new.token, NOW) is None

    def test_is_for_gps_alone(self, session: Session, surgery: Surgery, gp: Gp) -> None:
        patient = surgery.patient(gp)

        assert accounts.renew_link(session, patient.user_name, NOW) is None
        assert accounts.renew_link(session, "noen", NOW) is None
