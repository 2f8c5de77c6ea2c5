"""Letters as a printer sets them, in every word shown: quotation marks, dashes, dots, apostrophes."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from house.test_translations import extracted, said, translated

ROOT = Path(__file__).parents[2]
CODE = re.compile(r"`[^`]*`|\{\{[^}]*\}\}|\]\([^)]*\)|<[^>]*>|%\(\w+\)s")  # what no reader sees as it stands
EVERYWHERE = {"a straight mark": "[\"']", "three points": r"\.\.\.", "a hyphen for a dash": r"\w - \w"}
WRONG = {
    "nb": EVERYWHERE | {"an English quotation mark": "[“”]"},
    "en": EVERYWHERE | {"a Norwegian quotation mark": "[«»]"},
}


def found_in(language: str, words: str) -> list[str]:
    seen = CODE.sub("", words)
    return [f"{name}: {words}" for name, pattern in WRONG[language].items() if re.search(pattern, seen)]


def authored(language: str) -> Iterator[tuple[Path, str]]:
    for file in sorted((ROOT / "content" / language).rglob("*.md")):
        yield from ((file, line) for line in file.read_text("utf-8").splitlines())


@pytest.mark.parametrize(
    ("language", "words"),
    [
        *(
            ("nb", words)
            for words in ('Hun sa "nei".', "Hun sa “nei”.", "Vent ...", "Ro - og hvile", "Odds' hus")
        ),
        *(
            ("en", words)
            for words in ('She said "no".', "She said «no».", "Wait ...", "Calm - and rest", "don't")
        ),
    ],
)
def test_a_slip_of_the_keyboard_is_found(language: str, words: str) -> None:
    assert found_in(language, words)


@pytest.mark.parametrize("language", ["nb", "en"])
def test_what_authors_wrote_is_set_well(language: str) -> None:
    assert [
        (file.name, wrong) for file, line in authored(language) for wrong in found_in(language, line)
    ] == []


def test_the_interface_is_set_well_in_english() -> None:
    words = [one for message in extracted() if message.id for one in _both(message.id)]

    assert [wrong for one in words for wrong in found_in("en", one)] == []


def test_the_interface_is_set_well_in_bokmaal() -> None:
    words = [one for message in translated("nb") if message.id for one in said(message)]

    assert [wrong for one in words for wrong in found_in("nb", one)] == []


def _both(words: object) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else tuple(map(str, words)) if isinstance(words, tuple) else ()
