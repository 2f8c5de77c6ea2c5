"""Passphrases that are refused, each for its reason, and those that are not."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfhelp.care.passphrases import COMMON_PHRASES, COMMON_WORDS, LONGEST, Weakness, weakness

USER_NAME = "furu-elv-47"


class TestWeakness:
    @pytest.mark.parametrize(
        "passphrase",
        [
            "fire blå båter på land",
            "kaffe hylle onkel regnjakke",
            "the heron ate my sandwich",
            "zq9!mV2#xT7p",
            "Høsten er fin når epla er modne",
            "😀🦊🌲🍎🚲🎈🥨🧦🪁🛶🐢🍋",
            "password manager made vG7-kk2",
            "1 hest, 2 sauer og 3 griser",
        ],
    )
    def test_lets_good_ones_pass(self, passphrase: str) -> None:
        assert weakness(passphrase, user_name=USER_NAME) is None

    @pytest.mark.parametrize(
        ("passphrase", "reason"),
        [
            ("", Weakness.TOO_SHORT),
            ("eleven lett", Weakness.TOO_SHORT),
            ("ab" * LONGEST, Weakness.TOO_LONG),
            ("aaaaaaaaaaaa", Weakness.REPEATED),
            ("passordpassord", Weakness.REPEATED),
            ("hei hei hei hei", Weakness.REPEATED),
            ("Abc123Abc123Abc", Weakness.REPEATED),
            ("            ", Weakness.REPEATED),
            ("123456789012", Weakness.IN_A_ROW),
            ("abcdefghijklm", Weakness.IN_A_ROW),
            ("qwertyuiop123", Weakness.IN_A_ROW),
            ("Poiuytrewq-098", Weakness.IN_A_ROW),
            ("1q2w3e4r5t6y", Weakness.IN_A_ROW),
            ("QWERTYUIOPÅ!", Weakness.IN_A_ROW),
            ("22 11 1990 1234", Weakness.ONLY_DIGITS),
            ("839201746582", Weakness.ONLY_DIGITS),
            ("furu-elv-47!!!", Weakness.LIKE_USER_NAME),
            ("FuruElv47 Ola", Weakness.LIKE_USER_NAME),
            ("passord123456", Weakness.COMMON),
            ("Sommer2026!!!", Weakness.COMMON),
            ("mitt passord!", Weakness.COMMON),
            ("this is my password", Weakness.COMMON),
            ("P4$$w0rd-2026", Weakness.COMMON),
            ("ThisIsMyP4ssword", Weakness.COMMON),
            ("correct horse battery staple", Weakness.COMMON),
            ("Ja, vi elsker dette landet", Weakness.COMMON),
            ("Selvhjelp2026", Weakness.COMMON),
        ],
    )
    def test_tells_why(self, passphrase: str, reason: Weakness) -> None:
        assert weakness(passphrase, user_name=USER_NAME) is reason

    def test_lets_the_user_name_stand_in_something_longer(self) -> None:
        assert weakness("furu-elv-47 kaffe hylle onkel", user_name=USER_NAME) is None

    @pytest.mark.parametrize("user_name", ["", "-", " "])
    def test_asks_for_no_user_name(self, user_name: str) -> None:
        assert weakness("fire blå båter på land", user_name=user_name) is None

    def test_measures_letters_as_they_are_read(self) -> None:
        eleven_in_two_parts = "a\N{COMBINING RING ABOVE}" + "bcxdyezfqg"

        assert len(eleven_in_two_parts) == 12
        assert weakness(eleven_in_two_parts, user_name=USER_NAME) is Weakness.TOO_SHORT

    @given(st.text(max_size=LONGEST + 10), st.text(max_size=40))
    def test_copes_with_anything(self, passphrase: str, user_name: str) -> None:
        assert weakness(passphrase, user_name=user_name) in {None, *Weakness}

    def test_is_quick_with_the_worst_there_is(self) -> None:
        start = time.thread_time()
        weakness("passwordpasspass" * 12 + "x", user_name=USER_NAME)
        assert time.thread_time() - start < 0.1


class TestLists:
    def test_are_written_as_they_are_looked_up(self) -> None:
        for word in COMMON_WORDS | COMMON_PHRASES:
            assert word == word.casefold()
            assert word.isalpha()
