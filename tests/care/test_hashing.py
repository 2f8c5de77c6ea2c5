"""Hashing: right is right, unknown takes as long, and no more than a few at once."""

import statistics
import threading
import time

import pytest

from selfhelp.care.hashing import (
    CODE_COST,
    HASHES_AT_ONCE,
    PASSPHRASE_COST,
    Cost,
    Hasher,
    TooBusyError,
    Verdict,
)

CHEAP = Cost(memory_kib=64, passes=1)
PASSPHRASE = "fire blå båter på land"


@pytest.fixture
def hasher() -> Hasher:
    return Hasher(CHEAP)


class TestHash:
    def test_is_argon2id_at_the_cost_asked_for(self) -> None:
        assert Hasher(PASSPHRASE_COST).hash(PASSPHRASE).startswith("$argon2id$v=19$m=65536,t=3,p=1$")
        assert Hasher(CODE_COST).hash(PASSPHRASE).startswith("$argon2id$v=19$m=19456,t=2,p=1$")

    def test_differs_each_time(self, hasher: Hasher) -> None:
        assert hasher.hash(PASSPHRASE) != hasher.hash(PASSPHRASE)

    def test_is_the_same_with_the_same_salt(self, hasher: Hasher) -> None:
        assert hasher.hash("code", salt=bytes(16)) == hasher.hash("code", salt=bytes(16))

    def test_takes_anything_that_can_be_typed(self, hasher: Hasher) -> None:
        for odd in ("\ud800", "\0", "🙂" * 12, ""):
            assert hasher.check(hasher.hash(odd), odd) == Verdict(right=True)


class TestCheck:
    def test_knows_right_from_wrong(self, hasher: Hasher) -> None:
        stored = hasher.hash(PASSPHRASE)

        assert hasher.check(stored, PASSPHRASE) == Verdict(right=True)
        assert hasher.check(stored, PASSPHRASE + " ") == Verdict(right=False)

    def test_takes_letters_in_two_parts_for_the_same(self, hasher: Hasher) -> None:
        in_two_parts = PASSPHRASE.replace("å", "a\N{COMBINING RING ABOVE}")

        assert hasher.check(hasher.hash(PASSPHRASE), in_two_parts).right

    def test_asks_for_a_new_hash_when_the_cost_has_changed(self, hasher: Hasher) -> None:
        stored = Hasher(Cost(memory_kib=32, passes=1)).hash(PASSPHRASE)

        assert hasher.check(stored, PASSPHRASE) == Verdict(right=True, rehash=True)

    @pytest.mark.parametrize("stored", [None, "", "no hash at all", "$argon2id$v=19$m=64"])
    def test_is_never_right_without_a_hash(self, hasher: Hasher, stored: str | None) -> None:
        assert hasher.check(stored, PASSPHRASE) == Verdict(right=False)

    def test_takes_as_long_for_an_unknown_name(self) -> None:
        hasher = Hasher(Cost(memory_kib=8 * 1024, passes=2))
        stored = hasher.hash(PASSPHRASE)

        def cpu(against: str | None) -> float:
            start = time.thread_time()
            hasher.check(against, "wrong")
            return time.thread_time() - start

        pairs = [(cpu(stored), cpu(None)) for _ in range(9)]
        known, unknown = (statistics.median(times) for times in zip(*pairs, strict=True))
        assert 0.5 < unknown / known < 2


class TestTurns:
    def test_are_four(self) -> None:
        assert HASHES_AT_ONCE == 4

    def test_are_waited_for_and_given_back(self) -> None:
        turns = threading.BoundedSemaphore(1)
        hasher = Hasher(CHEAP, turns=turns, wait=0.01)

        with turns, pytest.raises(TooBusyError):
            hasher.hash(PASSPHRASE)
        with turns, pytest.raises(TooBusyError):
            hasher.check(None, PASSPHRASE)

        assert hasher.check(hasher.hash(PASSPHRASE), PASSPHRASE).right

    def test_are_given_back_after_a_wrong_one(self) -> None:
        hasher = Hasher(CHEAP, turns=threading.BoundedSemaphore(1), wait=0.01)

        for _ in range(3):
            assert not hasher.check(None, PASSPHRASE).right

    def test_are_shared_by_all_hashers(self) -> None:
        assert Hasher(CHEAP)._turns is Hasher(CODE_COST)._turns
