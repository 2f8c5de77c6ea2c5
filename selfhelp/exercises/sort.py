"""`sort`: cards into groups."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from selfhelp.exercises import fields
from selfhelp.exercises.exercise import Exercise, Option
from selfhelp.exercises.words import Json, Words


@dataclass(frozen=True, kw_only=True)
class Sort(Exercise):
    """Groups first, `- (thought) …`, then cards, `- (c1: thought or feeling) …`; saved as {card: group}."""

    kind = "sort"
    options_are = "some"
    notes_are = "the group a card belongs to"
    feedback_is = "some"
    gp_levels = ("nothing", "done")
    publishes = ("right",)

    @property
    def groups(self) -> tuple[Option, ...]:
        """Return the groups, in the author's order."""
        return tuple(option for option in self.options if not option.note)

    @property
    def cards(self) -> tuple[Option, ...]:
        """Return the cards, in the author's order."""
        return tuple(option for option in self.options if option.note)

    def fields(self) -> dict[str, fields.Field]:
        groups = [group.id for group in self.groups]
        return {card.id: fields.one_of(groups) for card in self.cards}

    def value(self, form: Mapping[str, Any]) -> Json:
        return {card.id: form[card.id] for card in self.cards if form.get(card.id)} or None

    def form(self, value: Json) -> dict[str, Any]:
        return dict(value or {})

    def in_words(self, value: Json) -> str:
        return "; ".join(
            f"{self.words_of(card)}: {self.words_of(group)}" for card, group in (value or {}).items()
        )

    def right(self, card: Option, group: str) -> bool:
        """Tell whether the card belongs to the group; more than one may fit."""
        return group in card.note.split(" or ")

    def numbers(self, value: Json) -> dict[str, Json]:
        if value is None:
            return {}
        return {"right": sum(self.right(card, value.get(card.id, "")) for card in self.cards)}

    def feedback(self, value: Json) -> tuple[Words, ...]:
        return tuple(card.feedback for card in self.cards if card.id in (value or {}) and card.feedback)

    def problems(self) -> list[str]:
        groups = {group.id for group in self.groups}
        if len(groups) < 2:  # noqa: PLR2004
            return ["Write at least two groups first, each as  - (id) words"]
        return [
            f'The card "{card.id}" belongs to no group of this block. '
            f"Write  - ({card.id}: {self.groups[0].id}) words"
            for card in self.cards
            if not set(card.note.split(" or ")) <= groups
        ]
