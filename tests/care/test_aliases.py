"""User names made up for patients."""

import re

import pytest
from databases import a_patient
from sqlalchemy.orm import Session

from selfhelp.care.aliases import WORDS, free_alias, new_alias
from selfhelp.records.people import LONGEST_USER_NAME, folded


@pytest.mark.parametrize("locale", ["nb", "en"])
class TestNewAlias:
    def test_is_two_different_words_and_a_number(self, locale: str) -> None:
        for _ in range(200):
            alias = new_alias(locale)

            assert (match := re.fullmatch(r"([a-z]+)-([a-z]+)-([1-9][0-9])", alias)), alias
            assert match[1] != match[2]
            assert {match[1], match[2]} <= set(WORDS[locale])

    def test_is_stored_as_it_is_shown(self, locale: str) -> None:
        longest = sorted(WORDS[locale], key=len)[-2:]

        assert len("-".join(longest)) + len("-99") <= LONGEST_USER_NAME
        assert folded(new_alias(locale)).isascii()

    def test_seldom_comes_twice(self, locale: str) -> None:
        assert len(WORDS[locale]) == len(set(WORDS[locale])) >= 60
        assert len({new_alias(locale) for _ in range(200)}) > 190


class TestFreeAlias:
    def test_is_one_nobody_has(self, session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
        session.add(a_patient("furu-elv-47"))
        session.flush()
        monkeypatch.setattr("selfhelp.care.aliases.WORDS", {"nb": ("furu", "elv")})
        monkeypatch.setattr("selfhelp.care.aliases.LOWEST", 47)
        monkeypatch.setattr("selfhelp.care.aliases.HIGHEST", 47)

        assert {free_alias(session, "nb") for _ in range(20)} == {"elv-furu-47"}
