"""The sentences: whole in every language, with the same facts."""

import re

import pytest

from selfhelp.content.messages import (
    LANGUAGES,
    Language,
    Number,
    Suggestion,
    catalogue,
    refusals,
    sentence,
)

UNKNOWN = re.compile(
    r'There is no \w+ "\$|"\$\w+" is no(?:t a kind| )|'
    r'(?:source|tool)(?: "\$tool")? has no (?:block|choice|option) "'
)
HOLE = re.compile(r"\$(\w+)")
OTHERS = [language for language in LANGUAGES if language != "en"]


@pytest.mark.parametrize("language", OTHERS)
class TestEveryLanguage:
    def test_has_every_rule_and_label(self, language: str) -> None:
        assert set(catalogue(language)["rules"]) == set(catalogue("en")["rules"])
        assert set(catalogue(language)["labels"]) == set(catalogue("en")["labels"])

    def test_tells_the_same_facts(self, language: str) -> None:
        for rule, parts in catalogue("en")["rules"].items():
            theirs = catalogue(language)["rules"][rule]
            assert set(parts) == set(theirs)
            for part in parts:
                assert set(HOLE.findall(theirs[part])) == set(HOLE.findall(parts[part])), rule

    def test_says_every_fact_of_a_kinds_own_sentence(self, language: str) -> None:
        for pair in catalogue(language)["sentences"]:
            assert set(HOLE.findall(pair["en"])) == set(HOLE.findall(pair["says"]))


def test_a_name_nobody_knows_comes_with_a_suggestion() -> None:
    unsuggested = {
        rule
        for rule, parts in catalogue("en")["rules"].items()
        if UNKNOWN.search(parts["wrong"]) and "$hint" not in parts.get("mend", "")
    }

    assert unsuggested == {"when-type.number", "loinc"}  # where it is the kind of thing that is wrong


class TestSuggestion:
    def test_names_the_nearest(self) -> None:
        near = Suggestion("readng", ("labels", "reading"))
        assert (near.told("en"), near.told("nb")) == ('Did you mean "reading"?', 'Mente du "reading"?')

    def test_lists_all_when_none_is_near(self) -> None:
        far = Suggestion("xyz", ("labels", "reading"))
        assert far.told("en") == "Use one of: labels, reading."
        assert far.told("nb") == "Bruk en av disse: labels, reading."

    def test_keeps_quiet_when_there_is_nothing_to_choose(self) -> None:
        assert Suggestion("xyz", ()).told("en") == ""


class TestLanguage:
    @pytest.mark.parametrize(
        ("locale", "en", "nb"),
        [
            ("en", "English", "engelsk"),
            ("nn", "Norwegian Nynorsk", "norsk nynorsk"),
            ("qq", "qq", "qq"),
            ("9", "9", "9"),
        ],
    )
    def test_is_called_by_its_name_in_the_readers_own(self, locale: str, en: str, nb: str) -> None:
        assert (Language(locale).told("en"), Language(locale).told("nb")) == (en, nb)


def test_a_number_is_written_as_in_the_readers_language() -> None:
    assert (Number(7.9).told("en"), Number(7.9).told("nb"), Number(13).told("nb")) == ("7.9", "7,9", "13,0")


@pytest.mark.parametrize(
    ("said", "nb"),
    [
        ("Write yes or no.", "Skriv yes eller no."),
        ('"max" can be 4000 at most.', '"max" kan ikke være mer enn 4000.'),
        ('"phase" knows only the word "after".', '"phase" kjenner bare ordet "after".'),
        ("Something new.", "Something new."),
    ],
)
def test_a_kinds_own_sentence_is_told_in_norwegian_where_it_is_known(said: str, nb: str) -> None:
    assert sentence("nb", "setting-value", "mend", {"why": said}) == nb
    assert sentence("en", "setting-value", "mend", {"why": said}) == said


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_refusal_says_what_is_wrong_in_each_language(language: str) -> None:
    assert {why: set(parts) for why, parts in refusals(language).items()} == {
        why: set(parts) for why, parts in refusals("en").items()
    }
