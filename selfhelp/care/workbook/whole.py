"""Reading the whole workbook, in a number of statements that does not grow with it."""

from datetime import datetime

from sqlalchemy.orm import Session

from selfhelp.care.days import day_of
from selfhelp.care.mine import Mine
from selfhelp.care.workbook.answered import answered
from selfhelp.care.workbook.carded import carded
from selfhelp.care.workbook.entered import entered
from selfhelp.care.workbook.measured import measured, readings_kept
from selfhelp.care.workbook.value import Workbook


def workbook(session: Session, mine: Mine, now: datetime) -> Workbook:
    """Return all that the patient wrote, also where authors have since renamed or removed what asked for it.

    What the patient has removed is not in it, though it may still be brought back for a while.
    """
    readings = readings_kept(session, mine)
    answers, scope = answered(session, mine, {one.place for one in readings})
    return Workbook(
        (
            *answers,
            *entered(session, mine, scope),
            *measured(mine, readings, scope),
            *carded(session, mine, scope, day_of(now)),
        )
    )
