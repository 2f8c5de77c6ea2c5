"""The pages about the rules: one for each, in every language, with an example that is true."""

import re

import pytest
from click.testing import CliRunner, Result

from content.folders import Mistake
from content.rule_pages import MISTAKES, index, mistake_for, written
from selfhelp.cli import main
from selfhelp.content.checks import doctor, measures, modules, readability, recordings, safety
from selfhelp.content.messages import LANGUAGES, label, rule_names
from selfhelp.content.rules import TOPICS, pages_of, rules, topics
from selfhelp.exercises import fields, practice

TOLD = re.compile(r"^(\w+)\[([a-z-]+)\] ", re.MULTILINE)
# What each page says of a limit is what the check holds to.
BOTH = (readability.PATIENT, readability.DOCTOR)
LIMITS: dict[str, set[float | None]] = {
    "sentence-long": {readability.LONGEST_SENTENCE},
    "sentence-mean": {readability.FEWEST_FOR_A_MEAN, *(most for limits in BOTH for most in limits.mean)},
    "step-long": {limits.page for limits in BOTH},
    "hard-to-read": {
        readability.FEWEST_WORDS,
        readability.PATIENT.measures["nb"].middle,
        *(limits.measures[language].most for limits in BOTH for language in LANGUAGES),
    },
    "reading-ease": {limits.measures["en"].least_ease for limits in BOTH},
    "gp-long": {doctor.SHOWN_AT_ONCE, doctor.WHOLE_FILE},
    "gp-reviewed": {doctor.YEAR.days},
    "numbers-old": {safety.HALF_A_YEAR.days},
    "short-long": {modules.LONGEST_SHORT},
    "audio-heavy": {recordings.HEAVIEST // 1_000_000},
    "text-shape": {fields.LONGEST},
    "practice-shape": {practice.LONGEST_LINE},
}


@pytest.mark.parametrize("language", LANGUAGES)
class TestThePages:
    def test_tell_of_every_rule_and_no_other(self, language: str) -> None:
        told = [rule.name for topic in topics(language) for rule in topic.rules]

        assert sorted(told) == list(rule_names())

    def test_are_in_the_same_order_as_in_the_other_language(self, language: str) -> None:
        assert list(rules(language)) == list(rules("en"))

    def test_say_what_each_rule_asks_and_why(self, language: str) -> None:
        short = [name for name, rule in rules(language).items() if not rule.summary or len(rule.text) < 80]

        assert short == []

    @pytest.mark.parametrize("topic", TOPICS)
    def test_show_a_mistake_as_it_is_told(self, language: str, topic: str) -> None:
        path = pages_of(language) / f"{topic}.md"

        assert path.read_text(encoding="utf-8") == written(path, language), "run `make rules`"

    def test_are_listed_with_their_levels(self, language: str) -> None:
        path = pages_of(language) / "index.md"

        assert path.read_text(encoding="utf-8") == index(path, language), "run `make rules`"

    def test_name_the_levels_that_are_told(self, language: str) -> None:
        told: dict[str, set[str]] = {}
        for path in MISTAKES.glob("*.txt"):
            for level, name in TOLD.findall(Mistake.read(path).told[language]):
                told.setdefault(name, set()).add(level)
        both = [label(language, level) for level in ("error", "warning")]
        named = {
            name: {word for word in both if re.search(rf"\b{word}\b", rule.level)}
            for name, rule in rules(language).items()
            if mistake_for(name)
        }

        assert named == told

    @pytest.mark.parametrize("name", LIMITS)
    def test_name_the_limits_that_hold(self, language: str, name: str) -> None:
        page = rules(language)[name].text.split("**")[0]

        assert {f"{limit:g}" for limit in LIMITS[name] if limit} <= set(re.findall(r"\d+", page))


def test_who_measured_first_is_named() -> None:
    page = rules("en")["hard-to-read"].text

    assert re.findall(r"LIX \((\w+ \d+)\)", page) == re.findall(r"LIX \((\w+ \d+)\)", measures.__doc__ or "")


def explain(*args: str, colour: bool = False) -> Result:
    return CliRunner(env={"NO_COLOR": None}).invoke(main, ["content", "explain", *args], color=colour)


class TestExplain:
    def test_tells_what_a_rule_asks_and_why(self) -> None:
        name, asks, why, *_ = explain("comes-later").output.split("\n\n")

        assert (name, asks) == ("comes-later", "error · A name stands below what it names.")
        assert why.startswith("Steps are read from the first to the last.")

    def test_tells_it_in_norwegian(self) -> None:
        assert "Steg leses fra det første til det siste." in explain("comes-later", "--language", "nb").output

    def test_shows_what_is_wrong_what_is_told_and_what_is_right(self) -> None:
        told = explain("heading-jump").output

        assert (
            told.index("    ### Uka\n") < told.index("    error[heading-jump] ") < told.index("    ## Uka\n")
        )
        assert "```" not in told
        assert "**" not in told

    def test_keeps_the_signs_that_are_meant(self) -> None:
        assert "Write `**bold**`, `*italic*`" in explain("html").output

    def test_lists_the_rules_with_their_levels(self) -> None:
        rows = [line.split(maxsplit=2) for line in explain().output.splitlines() if line.startswith("  ")]

        assert sorted(row[0] for row in rows) == list(rule_names())
        assert ["tone", "error", "Words do not make an effort small, blame or command."] in rows
        assert ["gp-reviewed", "warning", "Somebody has looked the doctor’s text over within a year."] in rows

    def test_lists_them_in_norwegian(self) -> None:
        assert "Hodet blir lukket med tre bindestreker." in explain("--language", "nb").output

    def test_asks_what_a_misspelt_rule_was_meant_to_be(self) -> None:
        result = explain("coms-later")

        assert result.exit_code == 2
        assert '"coms-later" is no rule. Did you mean "comes-later"?' in result.output

    def test_says_where_the_rules_are_listed(self) -> None:
        result = explain("xyz")

        assert result.exit_code == 2
        assert '"xyz" is no rule. `selfhelp content explain` lists them.' in " ".join(result.output.split())

    def test_has_colour_on_a_terminal_only(self) -> None:
        assert "\x1b[" not in explain("tone").output
        assert "\x1b[1mtone" in explain("tone", colour=True).output
