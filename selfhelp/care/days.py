"""Which day it is where patients and doctors live. Moments are stored in UTC; appointments are days."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from selfhelp.exercises.dates import short_day

HERE = ZoneInfo("Europe/Oslo")


def day_of(moment: datetime) -> date:
    """Return the day a moment falls on in Norway: half past midnight there is the evening before in UTC."""
    return moment.astimezone(HERE).date()


def in_words(day: date, locale: str) -> str:
    """Write a day without its year, as it stands inside an author's sentence: 1. mars, 1 March."""
    return short_day(day, locale)


def start_of(day: date) -> datetime:
    """Return the moment a day begins in Norway."""
    return datetime.combine(day, time.min, HERE)
