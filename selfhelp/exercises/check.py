"""`check`: statements to tick or to rate."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from selfhelp.exercises import fields, settings_read
from selfhelp.exercises.exercise import Exercise, Setting
from selfhelp.exercises.words import Json


@dataclass(frozen=True, kw_only=True)
class Check(Exercise):
    """Ticked: saved as {id: 1}; rated: as {id: number}.

    Feedback by rules stands in `note` blocks below it, with `when: signs.sum >= 4`. Of the groups, `top` is
    the one with the highest sum. `also` are those beside it among the highest two: the second, or, where two
    are equal, both. More than two equal ones say nothing about any of them.
    """

    kind = "check"
    settings = MappingProxyType({"range": Setting(settings_read.number_range, field="ends", binds=True)})
    options_are = "some"
    notes_are = "a group of statements"
    gp_levels = ("nothing", "done", "count", "answer", "ask")
    publishes = ("count", "sum", "top", "also")

    ends: tuple[int, int] | None = None  # None: ticks

    @property
    def steps(self) -> range:
        """Return every number a statement can be rated with."""
        return range(self.ends[0], self.ends[1] + 1) if self.ends else range(0)

    def fields(self) -> dict[str, fields.Field]:
        if self.ends is None:
            return {"": fields.many([option.id for option in self.options])}
        return {option.id: fields.number(*self.ends) for option in self.options}

    def value(self, form: Mapping[str, Any]) -> Json:
        if self.ends is None:
            return {option.id: 1 for option in self.options if option.id in (form.get("") or ())} or None
        return {o.id: form[o.id] for o in self.options if form.get(o.id) is not None} or None

    def form(self, value: Json) -> dict[str, Any]:
        return {"": list(value or ())} if self.ends is None else dict(value or {})

    def in_words(self, value: Json) -> str:
        rated = (value or {}).items()
        return ", ".join(
            self.words_of(i) if self.ends is None else f"{self.words_of(i)} {n}" for i, n in rated
        )

    def numbers(self, value: Json) -> dict[str, Json]:
        if value is None:
            return {}
        by_group: Counter[str] = Counter()
        for option in self.options:
            if option.note:
                by_group[option.note] += value.get(option.id, 0)
        return {
            "count": sum(1 for rating in value.values() if rating),
            "sum": sum(value.values()),
        } | _highest(by_group)


def _highest(by_group: Mapping[str, int]) -> dict[str, Json]:
    """Return the highest group and those beside it, None where no group stands out."""
    ranked = sorted((one for one in by_group.items() if one[1]), key=lambda one: -one[1])
    third = max((total for _, total in ranked[2:]), default=0)
    two = [group for group, total in ranked[:2] if total > third]
    is_alone = bool(two) and (len(two) == 1 or ranked[0][1] > ranked[1][1])
    return {"top": two[0] if is_alone else None, "also": two[is_alone:] or None}
