"""Reminders in words, and whether this patient may have them."""

from datetime import date, timedelta

from flask_babel import format_date, gettext

from selfhelp.care import reminders
from selfhelp.care.reminders import Kept
from selfhelp.content.model import Module
from selfhelp.web import database
from selfhelp.web.access import mine
from selfhelp.web.desk import desk

A_MONDAY = date(2024, 1, 1)


def may_be_reminded(kept: Kept) -> bool:
    """Tell whether there are reminders here. Whoever has left an address can always take it back."""
    return desk().settings.mail is not None or kept.state != "off"


def offers_reminders(module: Module) -> bool:
    """Tell whether to offer reminders: in the first module, until they are set up or declined."""
    first = next(iter(mine().programme.modules.values()))
    if desk().settings.mail is None or module.id != first.id:
        return False
    return reminders.is_offered(database.session(), mine().enrolment_id)


def in_words(kept: Kept) -> str:
    """Say on which days a patient is reminded, or why not yet."""
    if kept.state == "off":
        return str(gettext("Off"))
    if kept.state == "asked":
        return str(gettext("Not yet: the address is not confirmed"))
    if kept.state == "refused":
        return str(gettext("Stopped: the address does not work"))
    days = [weekday_named(day) for day in kept.wish.days]
    said = gettext("%(one)s and %(other)s", one=days[0], other=days[-1]) if len(days) > 1 else days[0]
    said = gettext("%(days)s at %(hour)s", days=said, hour=clock_hour(kept.wish.hour))
    return str(said[:1].upper() + said[1:])


def weekday_named(number: str) -> str:
    """Return the name of a day of the week, "1" for Monday: mandag, Monday."""
    return str(format_date(A_MONDAY + timedelta(days=int(number) - 1), "EEEE"))


def clock_hour(hour: int) -> str:
    """Write a whole hour as on a clock: 18:00."""
    return f"{hour:02}:00"
