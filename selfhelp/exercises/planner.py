"""`planner`: some entries of a tool on one page, each on a card of its own, with the week above them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from selfhelp.exercises import fields, settings_read
from selfhelp.exercises.entry_maker import EntryMaker, part_of
from selfhelp.exercises.exercise import Exercise, Setting
from selfhelp.exercises.words import Json, Message, Ref

CARD_PART = re.compile(r"([1-9])-(.+)")  # `1-what`: the block `what` on the first card that is filled in
FILL_IN_ONE = Message("Fill in at least one of these.")


@dataclass(frozen=True, kw_only=True)
class Planner(EntryMaker):
    """Its value is {card's number: entry}, without the cards left empty. `need`: 1 for at least one."""

    kind = "planner"
    settings = MappingProxyType(
        {
            "tool": Setting(settings_read.an_id, required=True, field="tool_id", binds=True),
            "cards": Setting(settings_read.one_to_seven, field="number_of_cards", binds=True),
            "need": Setting(settings_read.zero_or_one),
        }
    )
    publishes = ("count",)

    number_of_cards: int = 3

    @property
    def cards(self) -> tuple[str, ...]:
        return tuple(str(number) for number in range(1, self.number_of_cards + 1))

    def entry_on(self, value: Json, card: str) -> Json:
        return (value or {}).get(card)

    def with_entries(self, entries: Mapping[str, Json]) -> Json:
        return {card: entries[card] for card in self.cards if entries.get(card)} or None

    def asked_in(self, key: str) -> str:
        card, _, rest = key.partition(".")
        return f"{card}. {super().asked_in(rest)}"

    def fields(self) -> dict[str, fields.Field]:
        each = (self.once_begun(f"{card}.") for card in self.cards)
        return {key: field for made in each for key, field in made.items()}

    def value(self, form: Mapping[str, Any]) -> Json:
        return self.with_entries({card: self.entry_in(part_of(form, card)) for card in self.cards})

    def form(self, value: Json) -> dict[str, Any]:
        return {
            f"{card}.{key}": data
            for card in self.cards
            for key, data in self.form_of(self.entry_on(value, card)).items()
        }

    def refused(self, form: Mapping[str, Any], *, kept: Json, today: date) -> dict[str, Message]:
        found = {
            f"{card}.{key}": sentence
            for card in self.cards
            for key, sentence in self.refused_in(
                part_of(form, card), self.entry_on(kept, card), today
            ).items()
        }
        if self.need and not self.value(form):
            found[next(iter(self.fields()))] = FILL_IN_ONE
        return found

    def numbers(self, value: Json) -> dict[str, Json]:
        return {"count": len(value)} if value else {}

    def answer_to(self, value: Json, part: str) -> Json:
        match = CARD_PART.fullmatch(part)
        if match is None:
            return self.numbers(value).get(part)
        entries: list[dict[str, Json]] = list((value or {}).values())
        entry = next(iter(entries[int(match[1]) - 1 :]), {})
        return self.tool.lookup(entry)(Ref(match[2]))

    def block_of(self, part: str) -> Exercise | None:
        match = CARD_PART.fullmatch(part)
        return self.tool.block(match[2]) if match else None

    def in_words(self, value: Json) -> str:
        return "; ".join(self.tool.in_words(entry) for entry in (value or {}).values())

    def told(self, value: Json) -> tuple[tuple[str, str], ...]:
        return tuple(
            (f"{card}. {asked}", words)
            for card in self.cards
            for asked, words in self.told_of(self.entry_on(value, card))
        )
