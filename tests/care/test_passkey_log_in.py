"""One touch: what lets a GP in, and everything that does not."""

import json

import pytest
from authenticator import DOMAIN, Authenticator, bytes_of, text_of
from databases import NOW
from hypothesis import given
from hypothesis import strategies as st
from people import Gp

from care.passkey_door import LATER, Door, device, door, known, other
from selfhelp.care import passkeys
from selfhelp.care.passkeys import CHALLENGE_LASTS, Asked

__all__ = ["device", "door", "known", "other"]
PARTS = ("clientDataJSON", "authenticatorData", "signature", "userHandle")


class TestLogIn:
    def test_finds_out_whose_passkey_it_is(
        self, door: Door, gp: Gp, other: Gp, device: Authenticator
    ) -> None:
        kept, others_device = door.registers(gp, device), Authenticator()
        door.registers(other, others_device)

        assert door.tries(others_device) == other.id
        assert door.tries(device) == gp.id
        assert door.tries(device) == gp.id
        assert (kept.sign_count, kept.last_used_at) == (2, LATER)

    def test_names_nobody_and_asks_for_the_finger(self, door: Door, gp: Gp, device: Authenticator) -> None:
        door.registers(gp, device)
        options = door.asks().options

        assert options["allowCredentials"] == []
        assert (options["userVerification"], options["rpId"]) == ("required", DOMAIN)

    @pytest.mark.parametrize(
        ("what", "wrong"),
        [
            ("origin", "https://example.org"),
            ("origin", "http://localhost:8000"),
            ("domain", "example.org"),
            ("verifies", False),
        ],
    )
    def test_refuses_an_answer_made_elsewhere_or_by_nobody(
        self, door: Door, gp: Gp, device: Authenticator, what: str, wrong: object
    ) -> None:
        door.registers(gp, device)
        right = getattr(device, what)
        setattr(device, what, wrong)
        assert door.tries(device) is None

        setattr(device, what, right)
        assert door.tries(device) == gp.id

    def test_refuses_the_same_answer_again(self, door: Door, gp: Gp, device: Authenticator) -> None:
        door.registers(gp, device)
        asked = door.asks()
        answer = device.answers(asked.options)

        assert door.lets_in(asked, answer) == gp.id
        assert door.lets_in(asked, answer) is None

    def test_uses_a_challenge_up_with_a_wrong_answer_too(
        self, door: Door, gp: Gp, device: Authenticator
    ) -> None:
        door.registers(gp, device)
        asked = door.asks()

        assert door.lets_in(asked, "{}") is None
        assert door.lets_in(asked, device.answers(asked.options)) is None

    def test_refuses_an_old_challenge_another_and_one_of_its_own_making(
        self, door: Door, gp: Gp, device: Authenticator
    ) -> None:
        door.registers(gp, device)
        asked = door.asks()
        assert door.lets_in(asked, device.answers(asked.options), now=NOW + CHALLENGE_LASTS) is None

        assert door.lets_in(door.asks(), device.answers(door.asks().options)) is None

        made_up = Asked(b"x" * 32, {"challenge": text_of(b"x" * 32)})
        assert door.lets_in(made_up, device.answers(made_up.options)) is None

    def test_refuses_a_challenge_that_was_for_a_new_passkey(
        self, door: Door, gp: Gp, device: Authenticator
    ) -> None:
        door.registers(gp, device)
        asked = door.asks_for_new(gp)

        assert door.lets_in(asked, device.answers(asked.options)) is None

    def test_refuses_another_persons_name_on_a_right_answer(
        self, door: Door, gp: Gp, other: Gp, device: Authenticator
    ) -> None:
        door.registers(gp, device)

        assert door.tries(device, user_handle=other.id.bytes) is None
        assert door.tries(device, user_handle=b"") is None

    def test_refuses_another_key_under_the_same_id(self, door: Door, gp: Gp, device: Authenticator) -> None:
        door.registers(gp, device)
        forged = Authenticator(owner=device.owner, credential_id=device.credential_id, counter=9)

        assert door.tries(forged) is None

    def test_refuses_a_counter_that_stands_still_or_goes_back(
        self, door: Door, gp: Gp, device: Authenticator
    ) -> None:
        kept = door.registers(gp, device)
        device.counter = 7
        assert door.tries(device) == gp.id

        for copied in (7, 3, -1):  # it counts one up before it answers
            device.counter = copied
            assert door.tries(device) is None
        assert kept.sign_count == 8

    def test_takes_devices_that_do_not_count(self, door: Door, gp: Gp) -> None:
        device = Authenticator(counts=False)
        door.registers(gp, device)

        assert [door.tries(device), door.tries(device)] == [gp.id, gp.id]

    def test_refuses_an_unknown_and_a_removed_passkey(
        self, door: Door, gp: Gp, device: Authenticator
    ) -> None:
        assert door.tries(Authenticator(owner=gp.id.bytes)) is None

        kept = door.registers(gp, device)
        assert passkeys.remove(door.session, person_id=gp.id, passkey_id=kept.id)
        assert door.tries(device) is None

    @given(answer=st.text() | st.recursive(st.none() | st.text(), st.lists).map(json.dumps))
    def test_refuses_what_is_no_answer(self, door: Door, answer: str) -> None:
        assert door.lets_in(door.asks(), answer) is None

    @given(part=st.sampled_from(PARTS), other_bytes=st.binary())
    def test_refuses_an_answer_with_anything_else_in_it(
        self, door: Door, known: Authenticator, part: str, other_bytes: bytes
    ) -> None:
        asked = door.asks()
        answer = json.loads(known.answers(asked.options))
        assert bytes_of(answer["response"][part]) != other_bytes
        answer["response"][part] = text_of(other_bytes)

        assert door.lets_in(asked, json.dumps(answer)) is None

    def test_refuses_brackets_without_end(self, door: Door) -> None:
        assert door.lets_in(door.asks(), "[" * 60_000) is None
