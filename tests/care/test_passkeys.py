"""Registering passkeys and removing them: whose finger, whose challenge, and no way around either."""

from uuid import uuid4

import pytest
from authenticator import DOMAIN, Authenticator, text_of
from databases import NOW
from people import Gp
from sqlalchemy import select

from care.passkey_door import PARTY, Door, device, door, known, other
from selfhelp.care import accounts, passkeys
from selfhelp.care.passkeys import CHALLENGE_LASTS, MOST_PASSKEYS
from selfhelp.records.people import Challenge

__all__ = ["device", "door", "known", "other"]


class TestRegister:
    def test_keeps_the_public_key_under_a_name(self, door: Door, gp: Gp, device: Authenticator) -> None:
        kept = door.registers(gp, device)

        assert (kept.person_id, kept.name, kept.credential_id) == (gp.id, "Kontoret", device.credential_id)
        assert [passkey.id for passkey in passkeys.passkeys_of(door.session, gp.id)] == [kept.id]

    def test_asks_for_a_passkey_that_is_found_without_a_user_name_and_verifies_its_user(
        self, door: Door, gp: Gp, device: Authenticator
    ) -> None:
        door.registers(gp, device)
        options = door.asks_for_new(gp).options

        assert options["authenticatorSelection"]["residentKey"] == "required"
        assert options["authenticatorSelection"]["userVerification"] == "required"
        assert options["attestation"] == "none"
        assert options["rp"] == {"id": DOMAIN, "name": "Ett steg"}
        assert [held["id"] for held in options["excludeCredentials"]] == [text_of(device.credential_id)]

    @pytest.mark.parametrize(
        "wrong",
        [{"origin": "https://example.org"}, {"domain": "example.org"}, {"verifies": False}],
        ids=["origin", "domain", "no finger"],
    )
    def test_refuses_an_answer_made_elsewhere_or_by_nobody(
        self, door: Door, gp: Gp, wrong: dict[str, str]
    ) -> None:
        asked = door.asks_for_new(gp)

        assert door.keeps(gp, asked, Authenticator(**wrong).creates(asked.options)) is None  # type: ignore[arg-type]

    def test_takes_a_challenge_once_in_time_and_from_whom_it_was_given_to(
        self, door: Door, gp: Gp, other: Gp, device: Authenticator
    ) -> None:
        asked = door.asks_for_new(gp)
        answer = device.creates(asked.options)
        assert door.keeps(other, asked, answer) is None
        assert door.keeps(gp, asked, answer, now=NOW + CHALLENGE_LASTS) is None
        assert door.keeps(gp, asked, answer) is not None

        assert door.keeps(gp, asked, Authenticator().creates(asked.options)) is None

    def test_refuses_the_answer_to_another_challenge(self, door: Door, gp: Gp, device: Authenticator) -> None:
        answer = device.creates(door.asks_for_new(gp).options)

        assert door.keeps(gp, door.asks_for_new(gp), answer) is None

    def test_refuses_a_challenge_that_was_for_a_log_in(
        self, door: Door, gp: Gp, device: Authenticator
    ) -> None:
        asked = door.asks()
        answer = device.creates({**asked.options, "user": {"id": text_of(gp.id.bytes)}})

        assert door.keeps(gp, asked, answer) is None

    def test_refuses_a_passkey_that_somebody_has_already(
        self, door: Door, gp: Gp, other: Gp, device: Authenticator
    ) -> None:
        door.registers(gp, device)
        asked = door.asks_for_new(other)

        assert door.keeps(other, asked, device.creates(asked.options)) is None

    def test_has_room_for_ten(self, door: Door, gp: Gp) -> None:
        for _ in range(MOST_PASSKEYS):
            door.registers(gp, Authenticator())
        asked = door.asks_for_new(gp)

        assert door.keeps(gp, asked, Authenticator().creates(asked.options)) is None


class TestChallenges:
    def test_lie_as_digests_and_go_when_nobody_answers(self, door: Door) -> None:
        asked = door.asks()
        kept = door.session.scalars(select(Challenge)).one()
        assert asked.challenge.hex() not in kept.challenge_hash

        passkeys.ask_to_log_in(door.session, PARTY, NOW + CHALLENGE_LASTS)

        assert kept.challenge_hash not in door.session.scalars(select(Challenge.challenge_hash)).all()


class TestRemove:
    def test_leaves_other_peoples_alone(self, door: Door, gp: Gp, other: Gp, device: Authenticator) -> None:
        kept = door.registers(gp, device)

        assert not passkeys.remove(door.session, person_id=other.id, passkey_id=kept.id)
        assert not passkeys.remove(door.session, person_id=gp.id, passkey_id=uuid4())
        assert door.tries(device) == gp.id


class TestALostDevice:
    def test_opens_nothing_after_the_operators_new_link(
        self, door: Door, gp: Gp, other: Gp, device: Authenticator
    ) -> None:
        others_device = Authenticator()
        door.registers(gp, device)
        door.registers(other, others_device)
        half_done = door.asks_for_new(gp)

        assert accounts.renew_link(door.session, gp.user_name, NOW)

        assert door.tries(device) is None
        assert door.keeps(gp, half_done, Authenticator().creates(half_done.options)) is None
        assert door.tries(others_device) == other.id
