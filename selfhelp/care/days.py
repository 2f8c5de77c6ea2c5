"""Which day it is where patients and doctors live. Moments are stored in UTC; appointments are days."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

HERE = ZoneInfo("Europe/Oslo")


def day_of(moment: datetime) -> date:
    """Return the day a moment falls on in Norway: half past midnight there is the evening before in UTC."""
    return moment.astimezone(HERE).date()
