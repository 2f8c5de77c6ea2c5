"""Codes on paper: read however they are typed, used once."""

from concurrent.futures import ThreadPoolExecutor
from itertools import product
from uuid import UUID, uuid4

import pytest
from databases import NOW, a_gp, an_enrolment, an_invitation
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from selfhelp.care.codes import (
    ALPHABET,
    RECOVERY_CODES,
    InvitationCode,
    new_invitation_code,
    new_recovery_codes,
    read_invitation_code,
    recovery_codes_left,
    recovery_codes_of,
    recovery_hash,
    replace_recovery_codes,
    use_recovery_code,
)
from selfhelp.care.hashing import Cost, Hasher
from selfhelp.records.people import Person, RecoveryCode

HASHER = Hasher(Cost(memory_kib=64, passes=1))


@pytest.fixture
def gp(session: Session) -> Person:
    gp = a_gp()
    session.add(gp)
    session.commit()
    return gp


@pytest.fixture
def paper(session: Session, gp: Person) -> tuple[str, ...]:
    """The GP's sheet of recovery codes."""
    codes = new_recovery_codes()
    replace_recovery_codes(session, person_id=gp.id, hashes=[hash_of(gp.id, code) for code in codes])
    session.commit()
    return codes


def hash_of(person_id: UUID, typed: str) -> str:
    found = recovery_hash(HASHER, person_id, typed)
    assert found is not None
    return found


class TestNewInvitationCode:
    def test_is_printed_in_groups_of_four(self, session: Session) -> None:
        code = new_invitation_code(session)

        groups = str(code).split("-")
        assert [len(group) for group in groups] == [4, 4, 4, 4]
        assert groups[0] == code.selector
        assert set("".join(groups)) <= set(ALPHABET)

    def test_has_a_selector_no_invitation_has(
        self, session: Session, gp: Person, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("selfhelp.care.codes.ALPHABET", "01")
        *taken, free = ("".join(letters) for letters in product("01", repeat=4))
        session.add_all(an_invitation(gp, an_enrolment(gp), selector=selector) for selector in taken)
        session.flush()

        assert new_invitation_code(session).selector == free

    def test_does_not_show_its_verifier_in_a_log(self) -> None:
        assert "SECRET" not in repr(InvitationCode(selector="AB12", verifier="SECRETSECRET"))


class TestReadInvitationCode:
    @pytest.mark.parametrize(
        "typed",
        [
            "AB10-CD1E-FGHJ-KMNP",
            "ab10cd1efghjkmnp",
            " ab10 cd1e fghj kmnp ",
            "ABIO-CDlE-FGHJ-KMNP",
            "abLo–cdiE—fghj‑kmnp",
            "AB10.CD1E.FGHJ.KMNP\n",
        ],
    )
    def test_forgives(self, typed: str) -> None:
        assert read_invitation_code(typed) == InvitationCode(selector="AB10", verifier="CD1EFGHJKMNP")

    @pytest.mark.parametrize(
        "typed",
        ["", "AB10-CD1E-FGHJ-KMN", "AB10-CD1E-FGHJ-KMNPQ", "UB10-CD1E-FGHJ-KMNP", "ÅB10-CD1E-FGHJ-KMNP"],
    )
    def test_refuses_what_cannot_be_a_code(self, typed: str) -> None:
        assert read_invitation_code(typed) is None

    @given(st.text())
    def test_copes_with_anything(self, typed: str) -> None:
        read_invitation_code(typed)

    @given(st.text(ALPHABET, min_size=16, max_size=16))
    def test_reads_every_code_as_it_is_printed(self, letters: str) -> None:
        code = InvitationCode(selector=letters[:4], verifier=letters[4:])

        assert read_invitation_code(str(code)) == code


class TestRecoveryCodes:
    def test_are_eight_different_ones_in_groups(self) -> None:
        codes = new_recovery_codes()

        assert len(set(codes)) == RECOVERY_CODES == 8
        assert all([len(group) for group in code.split("-")] == [4, 4, 4] for code in codes)

    def test_are_stored_as_hashes_only(self, session: Session, paper: tuple[str, ...]) -> None:
        stored = session.scalars(select(RecoveryCode.code_hash)).all()

        assert len(stored) == RECOVERY_CODES
        assert all(text.startswith("$argon2id$") for text in stored)
        assert not any(code.replace("-", "") in "".join(stored) for code in paper)

    def test_let_in_once(self, session: Session, gp: Person, paper: tuple[str, ...]) -> None:
        typed = hash_of(gp.id, paper[3].lower().replace("-", " "))

        assert use_recovery_code(session, person_id=gp.id, code_hash=typed, now=NOW)
        assert not use_recovery_code(session, person_id=gp.id, code_hash=typed, now=NOW)
        assert recovery_codes_left(session, person_id=gp.id) == RECOVERY_CODES - 1

    def test_let_in_one_of_eight_who_come_at_once(
        self, engine: Engine, session: Session, gp: Person, paper: tuple[str, ...]
    ) -> None:
        person_id, typed = gp.id, hash_of(gp.id, paper[0])
        session.commit()  # or this session's transaction would keep all others waiting

        def use(_: int) -> bool:
            with Session(engine) as own:
                used = use_recovery_code(own, person_id=person_id, code_hash=typed, now=NOW)
                own.commit()
                return used

        with ThreadPoolExecutor(8) as pool:
            assert sum(pool.map(use, range(8))) == 1

    def test_let_in_nobody_else(self, session: Session, gp: Person, paper: tuple[str, ...]) -> None:
        somebody = uuid4()

        for person_id, code_hash in [
            (somebody, hash_of(somebody, paper[0])),
            (somebody, hash_of(gp.id, paper[0])),
            (gp.id, hash_of(somebody, paper[0])),
            (gp.id, hash_of(gp.id, "0000-0000-0000")),
        ]:
            assert not use_recovery_code(session, person_id=person_id, code_hash=code_hash, now=NOW)

    def test_replace_the_ones_before(self, session: Session, gp: Person, paper: tuple[str, ...]) -> None:
        replace_recovery_codes(session, person_id=gp.id, hashes=[hash_of(gp.id, "ABCD-EFGH-JKMN")])

        old = hash_of(gp.id, paper[0])
        assert not use_recovery_code(session, person_id=gp.id, code_hash=old, now=NOW)
        assert recovery_codes_left(session, person_id=gp.id) == 1

    def test_that_stay_on_the_paper_stay_used(
        self, session: Session, gp: Person, paper: tuple[str, ...]
    ) -> None:
        used = hash_of(gp.id, paper[0])
        use_recovery_code(session, person_id=gp.id, code_hash=used, now=NOW)

        replace_recovery_codes(session, person_id=gp.id, hashes=[used, hash_of(gp.id, "ABCD-EFGH-JKMN")])

        assert not use_recovery_code(session, person_id=gp.id, code_hash=used, now=NOW)
        assert recovery_codes_left(session, person_id=gp.id) == 1

    @pytest.mark.parametrize("typed", ["", "ABCD", "ABCD-EFGH-JKMN-P", "ABCD-EFGH-JKMU"])
    def test_are_not_hashed_when_they_cannot_be_codes(self, typed: str) -> None:
        assert recovery_hash(HASHER, uuid4(), typed) is None


class TestRecoveryCodesOf:
    def test_are_the_same_each_time_the_page_is_sent(self) -> None:
        person = uuid4()
        first, again = (recovery_codes_of(b"secret", person_id=person, page_key="a page") for _ in range(2))

        assert first == again
        assert len(set(first)) == RECOVERY_CODES
        assert all(hash_of(person, code) for code in first)

    def test_are_others_for_another_page_person_or_secret(self) -> None:
        person = uuid4()
        sheets = [
            recovery_codes_of(b"secret", person_id=person, page_key="a page"),
            recovery_codes_of(b"secret", person_id=person, page_key="another page"),
            recovery_codes_of(b"secret", person_id=person, page_key=""),
            recovery_codes_of(b"secret", person_id=uuid4(), page_key=""),
            recovery_codes_of(b"another secret", person_id=person, page_key="a page"),
        ]

        assert len({code for sheet in sheets for code in sheet}) == 5 * RECOVERY_CODES
