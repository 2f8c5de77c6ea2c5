"""A kind of exercise is whole: settings, fields, a template, a page of the guide in both languages."""

from pathlib import Path

import pytest

from selfhelp.content.checks.meanings import parts_of
from selfhelp.exercises.entry_maker import ToolBlock
from selfhelp.exercises.exercise import Exercise
from selfhelp.exercises.kinds import KINDS

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "selfhelp" / "web" / "templates" / "exercises"
GUIDE = ROOT / "docs" / "guide"


def test_every_file_of_the_room_that_defines_a_kind_is_registered() -> None:
    defined = {kind.kind for kind in _all_kinds(Exercise) if kind.kind}

    assert defined == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
class TestEveryKind:
    def test_has_a_template(self, kind: str) -> None:
        if kind == "page":
            return  # divides a step and draws nothing
        assert (TEMPLATES / f"{kind}.html").is_file()

    @pytest.mark.parametrize("language", ["nb", "en"])
    def test_has_a_page_in_the_guide(self, kind: str, language: str) -> None:
        text = (GUIDE / language / f"{kind}.md").read_text(encoding="utf-8")

        for setting in KINDS[kind].settings:
            assert f"`{setting}`" in text, f"the guide does not tell of `{setting}`"
        for part in KINDS[kind].publishes:
            assert f".{part}" in text, f"the guide does not tell of `.{part}`"

    @pytest.mark.parametrize("language", ["nb", "en"])
    def test_tells_in_the_guide_what_the_doctor_can_get(self, kind: str, language: str) -> None:
        text = (GUIDE / language / f"{kind}.md").read_text(encoding="utf-8")
        levels = ", ".join(f"`{level}`" for level in KINDS[kind].gp_levels)
        by_default = KINDS[kind](id="x").gp

        assert (f"| `gp` | {levels} | `{by_default}` |" in text) == KINDS[kind].asks

    def test_settings_fill_fields_of_their_own(self, kind: str) -> None:
        parts = KINDS[kind].__dataclass_fields__

        for word, setting in KINDS[kind].settings.items():
            assert (setting.field or word.replace("-", "_")) in parts

    def test_makes_its_own_fields_when_it_asks(self, kind: str) -> None:
        overrides = KINDS[kind].fields is not Exercise.fields

        assert overrides == KINDS[kind].asks

    def test_lets_the_doctor_get_nothing_at_least(self, kind: str) -> None:
        assert KINDS[kind].gp_levels[0] == "nothing"

    def test_says_what_it_publishes_to_the_checker_too(self, kind: str) -> None:
        if KINDS[kind] is not ToolBlock and KINDS[kind].kept_as != "reading":
            assert set(parts_of(KINDS[kind](id="x"))) == set(KINDS[kind].publishes)


def _all_kinds(base: type[Exercise]) -> list[type[Exercise]]:
    return [kind for sub in base.__subclasses__() for kind in (sub, *_all_kinds(sub))]
