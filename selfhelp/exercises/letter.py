"""`letter`: a letter to oneself, delivered inside the application on a later day."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from selfhelp.exercises import fields, settings_read
from selfhelp.exercises.exercise import Exercise, Setting
from selfhelp.exercises.words import Json, Message

LATEST = datetime.timedelta(days=366)
CHOOSE_A_DAY = Message("Choose the day you want to get the letter.")
NOT_A_DAY_TO_COME = Message("Choose a day from tomorrow on, within a year.")


@dataclass(frozen=True, kw_only=True)
class Letter(Exercise):
    """Saved as {"text": "…", "day": "2027-03-04", "away": "2027-03-04"}.

    `away` is the day of the letter that was put away: one written anew for another day comes again. `weeks`
    is how far ahead a day is suggested. Nobody but the patient ever gets the words.
    """

    kind = "letter"
    settings = MappingProxyType(
        {
            "max": Setting(settings_read.from_one, field="longest"),
            "weeks": Setting(settings_read.weeks),
        }
    )

    longest: int = 2000
    weeks: int = 4

    def fields(self) -> dict[str, fields.Field]:
        return {"": fields.text(self.longest), "day": fields.date()}

    def refused(self, form: Mapping[str, Any], *, kept: Json, today: datetime.date) -> dict[str, Message]:
        day = form.get("day")
        if form.get("") is None or day == self.form(kept)["day"] is not None:
            return {}
        if day is None:
            return {"day": CHOOSE_A_DAY}
        return {} if today < day <= today + LATEST else {"day": NOT_A_DAY_TO_COME}

    def value(self, form: Mapping[str, Any]) -> Json:
        text, day = form.get(""), form.get("day")
        return None if text is None else {"text": text} | ({"day": day.isoformat()} if day else {})

    def noted(self, value: Json, kept: Json, *, now: datetime.datetime) -> Json:
        """Keep in mind what was put away, whatever page is sent again."""
        away = (kept or {}).get("away")
        return {**value, "away": away} if value and away else value

    def form(self, value: Json) -> dict[str, Any]:
        kept = value or {}
        day = datetime.date.fromisoformat(kept["day"]) if kept.get("day") else None
        return {"": kept.get("text"), "day": day}

    def in_words(self, value: Json) -> str:
        return str((value or {}).get("text", ""))

    def told(self, value: Json) -> tuple[tuple[str, str], ...]:
        return ((self.text.html.striptags(), self.in_words(value)), ("", (value or {}).get("day", "")))

    def suggested(self, today: datetime.date) -> datetime.date:
        """Return the day that stands in the field until the patient chooses one."""
        return today + datetime.timedelta(weeks=self.weeks)

    def has_come(self, value: Json, today: datetime.date) -> bool:
        """Tell whether the letter's day has come."""
        day = self.form(value)["day"]
        return day is not None and day <= today

    def is_waiting(self, value: Json, today: datetime.date) -> bool:
        """Tell whether the letter has come and has not been put away."""
        return self.has_come(value, today) and value.get("away") != value["day"]

    def put_away(self, value: Json) -> Json:
        """Return the value of the letter put away."""
        return {**value, "away": value["day"]}
