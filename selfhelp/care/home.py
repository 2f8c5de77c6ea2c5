"""What a patient's home shows: one clear next thing, the practice due, the appointment and the card."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from selfhelp.care import answers, cards
from selfhelp.care.appointments import Passed, unanswered
from selfhelp.care.cards import CardKept
from selfhelp.care.days import day_of
from selfhelp.care.mine import Mine
from selfhelp.care.practice import Practice, practice_now
from selfhelp.care.progress import Position, next_position, progress_of
from selfhelp.care.readings import in_danger
from selfhelp.records.course import Progress

LONG_AWAY = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Home:
    """Everything home shows."""

    position: Position | None
    progress: Mapping[str, Progress]
    practice: Practice | None
    card: CardKept
    passed: Passed | None
    danger: bool
    long_away: bool


def home(session: Session, mine: Mine, now: datetime) -> Home:
    """Load home in a constant number of statements."""
    progress = progress_of(session, mine)
    kept = answers.answers_in(session, mine, mine.programme.modules)
    position = next_position(mine.programme, progress)
    opened = [module for module in mine.programme.modules.values() if module.id in progress]
    practice = practice_now(session, mine, opened[-1], kept) if opened else None
    last = max((row.last_opened_at for row in progress.values()), default=now)
    return Home(
        position,
        progress,
        practice,
        cards.card_now(session, mine, day_of(now)),
        unanswered(session, mine.enrolment_id, day_of(now)),
        in_danger(session, mine, now),
        now - last > LONG_AWAY,
    )
