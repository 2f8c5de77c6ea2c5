"""Every string of the interface stands in Bokmål too: none missing, none fuzzy, none left over."""

import tomllib
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.checkers import checkers
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
KEYWORDS = {**DEFAULT_KEYWORDS, "lazy_gettext": None, "Message": None}
LANGUAGES = [
    path.parent.parent.name for path in (ROOT / "selfhelp/translations").glob("*/LC_MESSAGES/messages.po")
]


@cache
def extracted() -> Catalog:
    """Every string in code and templates, as `make strings` finds them."""
    mappings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["babel"]["mappings"]
    catalog = Catalog()
    found = extract_from_dir(
        ROOT / "selfhelp",
        [(one["pattern"].removeprefix("selfhelp/"), one["method"]) for one in mappings],
        keywords=KEYWORDS,
    )
    for file, line, message, _, context in found:
        catalog.add(message, None, [(file, line)], context=context)
    return catalog


@cache
def translated(language: str) -> Catalog:
    path = ROOT / "selfhelp/translations" / language / "LC_MESSAGES/messages.po"
    with path.open("rb") as file:
        return read_po(file, locale=language)


def said(message: Message) -> tuple[str, ...]:
    """The translation, in every number it has."""
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or [""])


def ids(catalog: Catalog) -> set[object]:
    return {message.id for message in catalog if message.id}


def test_bokmaal_is_there() -> None:
    assert "nb" in LANGUAGES
    assert len(ids(extracted())) > 100


@pytest.mark.parametrize("language", LANGUAGES)
class TestEveryString:
    def test_is_translated(self, language: str) -> None:
        catalog = translated(language)
        missing = ids(extracted()) - ids(catalog)
        empty = {message.id for message in catalog if message.id and not all(map(str.strip, said(message)))}

        assert missing | empty == set()

    def test_is_not_fuzzy(self, language: str) -> None:
        assert [message.id for message in translated(language) if message.id and message.fuzzy] == []

    def test_is_still_used(self, language: str) -> None:
        assert ids(translated(language)) - ids(extracted()) == set()

    def test_keeps_its_placeholders(self, language: str) -> None:
        catalog = translated(language)
        for message in catalog:
            if message.id:
                for check in checkers:
                    check(catalog, message)
