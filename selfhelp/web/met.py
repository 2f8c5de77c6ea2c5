"""Content that is taken up while the server runs is kept with the first answer to it."""

from datetime import datetime

from selfhelp.care.served import keep_what_is_met
from selfhelp.web import database
from selfhelp.web.desk import desk


def keep_content(now: datetime) -> None:
    """Keep what is being answered in the answer's own transaction, so that no answer names what is nowhere.

    What a server publishes has been kept; only where an author is at work it may be new.
    """
    if desk().library.watch and keep_what_is_met(database.session(), desk().library, now):
        desk().earlier.look_again()
