"""The bar above the frames: its switches stand in the page's own address, so that a reload keeps them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Literal, get_args, get_type_hints

from flask import url_for

from selfhelp.web.preview.clinic import Answers
from selfhelp.web.preview.look import Look

ALL = "all"


@dataclass(frozen=True, slots=True)
class Bar:
    """What is switched how. `language` is one of the content's, or all of them side by side."""

    language: str = ALL
    answers: Answers = "typical"
    blocks: Literal["shown", "every"] = "shown"
    width: Literal["wide", "phone"] = "wide"
    light: Literal["light", "dark"] = "light"
    script: Literal["yes", "no"] = "yes"

    @classmethod
    def read(cls, asked: Mapping[str, str], languages: tuple[str, ...]) -> "Bar":
        """Read an address; what it does not say, or says wrongly, is as usual."""
        known = {name: asked[name] for name, allowed in _allowed(languages) if asked.get(name) in allowed}
        return cls(**known)  # type: ignore[arg-type]  # each is among the allowed ones

    @property
    def asked(self) -> dict[str, str]:
        """Return what stands in the address: what is not as usual."""
        usual = Bar()
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in values.items() if value != getattr(usual, name)}

    def looks(self, languages: tuple[str, ...]) -> list[Look]:
        """Return the frames there are."""
        chosen = languages if self.language == ALL else (self.language,)
        return [Look(one, self.answers, self.blocks == "every", self.light == "dark") for one in chosen]

    def switches(
        self, languages: tuple[str, ...], page: str, part: int
    ) -> Iterator[tuple[str, list[tuple[str, str, bool]]]]:
        """Yield each switch with its positions, as (value, this page's address with it, is it so now)."""
        for name, allowed in _allowed(languages):
            yield (
                name,
                [
                    (value, self.turned(name, value).url(page, part), getattr(self, name) == value)
                    for value in allowed
                ],
            )

    def turned(self, name: str, value: str) -> "Bar":
        """Return the bar with one switch in another position."""
        return replace(self, **{name: value})  # type: ignore[arg-type]  # the address is read again

    def url(self, page: str, part: int = 1) -> str:
        """Return the address of a page under this bar; `part` of a step that is divided."""
        asked: dict[str, Any] = self.asked | ({"part": str(part)} if part > 1 else {})
        return url_for("preview.see", page=page, **asked)


def _allowed(languages: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    hints = get_type_hints(Bar)
    for field in fields(Bar):
        yield field.name, _values(hints[field.name]) or (ALL, *languages)


def _values(hint: object) -> tuple[str, ...]:
    return tuple(value for one in get_args(hint) for value in (_values(one) or (one,)))
