"""What a patient's home shows: one clear next thing, the practice due, the appointment and the card."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from selfhelp.care import answers, cards, letters
from selfhelp.care.appointments import Passed, unanswered
from selfhelp.care.cards import CardKept
from selfhelp.care.days import day_of
from selfhelp.care.letters import Post
from selfhelp.care.mine import Mine
from selfhelp.care.pace import pace
from selfhelp.care.practice import Practice, practice_now
from selfhelp.care.progress import Position, is_long_away, progress_of
from selfhelp.care.readings import in_danger
from selfhelp.records.course import Enrolment, Progress


@dataclass(frozen=True, slots=True)
class Home:
    """Everything home shows."""

    position: Position | None
    waits_until: date | None  # advice: the next module can wait until then
    stays_until: date | None
    progress: Mapping[str, Progress]
    practice: Practice | None
    card: CardKept
    passed: Passed | None
    danger: bool
    long_away: bool
    letter: Post | None  # to oneself, come and not put away


def home(session: Session, mine: Mine, now: datetime) -> Home:
    """Load home in a constant number of statements."""
    progress = progress_of(session, mine)
    kept = answers.answers_in(session, mine, mine.programme.modules)
    started_at = session.get_one(Enrolment, mine.enrolment_id).started_at
    now_comes = pace(mine.programme, progress, started_at, day_of(now))
    opened = [module for module in mine.programme.modules.values() if module.id in progress]
    practice = practice_now(session, mine, opened[-1], kept) if opened else None
    return Home(
        now_comes.position,
        now_comes.waits_until,
        now_comes.stays_until,
        progress,
        practice,
        cards.card_now(session, mine, day_of(now)),
        unanswered(session, mine.enrolment_id, day_of(now)),
        in_danger(session, mine, now),
        is_long_away(progress, now),
        letters.waiting(mine, kept, day_of(now)),
    )
