"""Looks at patients, written down and committed before anything is sent: no log, no page."""

from datetime import datetime
from uuid import UUID

from selfhelp.care import access_log
from selfhelp.care.access_log import Look
from selfhelp.care.sharing import Link
from selfhelp.web import database
from selfhelp.web.access import visitor
from selfhelp.web.desk import desk, now

WHY = "follow-up"


def note_look(link: Link, what: str) -> None:
    """Write one look at one patient down, in this request's session."""
    access_log.append(
        database.session(),
        _key(),
        actor_id=visitor().person_id,
        actor=_actor(),
        enrolment_id=link.enrolment_id,
        what=what,
        why=WHY,
        now=now(),
    )
    database.session().commit()


def note_list(patients: list[UUID], at: datetime) -> None:
    """Write down that these patients' lines were looked at, each of them once a day.

    Asked first by the session that only reads: a list opened again waits for nobody.
    """
    look = Look(visitor().person_id, _actor(), "list", WHY, at)
    if access_log.not_yet_today(database.session(), look=look, enrolment_ids=patients):
        with database.short_session() as short:
            access_log.append_daily(short, _key(), look=look, enrolment_ids=patients)


def _actor() -> str:
    return f"{visitor().display_name}, {visitor().practice}"


def _key() -> bytes:
    return desk().root.derive(access_log.SEALED_BY)
