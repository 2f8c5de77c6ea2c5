"""The questionnaires a patient has filled in: every answer, and the sum in words."""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from selfhelp.care.days import day_of
from selfhelp.care.mine import Mine
from selfhelp.care.scope import Scope
from selfhelp.care.workbook.lines import lines_of
from selfhelp.care.workbook.value import Line, Part, Piece, Spot
from selfhelp.care.workbook.where import spot_of
from selfhelp.exercises.instrument import Instrument, Questionnaire
from selfhelp.exercises.words import Json, Message
from selfhelp.records.course import Reading
from selfhelp.records.encryption import row_place

PART, TITLE = "questionnaires", Message("Questionnaires")
NOT_FINISHED = Message("Not every question is answered.")


@dataclass(frozen=True, slots=True)
class Measured:
    """A reading as it is stored. `place` is the exercise it was made in, as `module/exercise`."""

    row: Reading
    value: Json

    @property
    def place(self) -> str:
        """Return the exercise it was made in."""
        return str(self.value["place"])


def readings_kept(session: Session, mine: Mine) -> list[Measured]:
    """Return every reading, also of an instrument that is gone, the newest first."""
    rows = session.scalars(
        select(Reading)
        .where(Reading.enrolment_id == mine.enrolment_id)
        .order_by(Reading.taken_at.desc(), Reading.id)
    )
    return [
        Measured(
            row,
            mine.key.open_json(
                row.value, bound_to=row_place("reading", mine.enrolment_id, str(row.id), "value")
            ),
        )
        for row in rows
    ]


def measured(mine: Mine, found: Sequence[Measured], scope: Scope) -> Iterator[Part]:
    """Yield the readings as one part, if there are any."""
    pieces, places = [], set[str]()
    for one in found:
        exercise = Instrument(id=one.row.instrument, of=_questionnaire(mine, one.row.instrument))
        lines = lines_of(exercise if exercise.of else None, one.value, scope)
        piece = Piece(
            f"readings/{one.row.id}",
            day_of(one.row.taken_at),
            (*_sum(exercise.of, one), *lines),
            heading=exercise.of.title if exercise.of else one.row.instrument,
            notes=() if one.row.finished else (NOT_FINISHED,),
            spot=_spot(mine, one.place, places),
            saved={key: one.value[key] for key in ("items", "difficulty") if key in one.value},
        )
        pieces.append(piece)
        places.add(one.place)
    if pieces:
        yield Part(PART, "more", TITLE, tuple(pieces))


def _questionnaire(mine: Mine, name: str) -> Questionnaire | None:
    return next(filter(None, (programme.instruments.get(name) for programme in mine.once())), None)


def _sum(of: Questionnaire | None, one: Measured) -> tuple[Line, ...]:
    """Return the sum in figures and in the words of its published band; nothing until all was met."""
    if of is None or not one.row.finished:
        return ()
    score = of.score(one.value["items"])
    words = Message("%(sum)s of %(top)s", sum=score.in_figures(), top=of.bands[-1].high)
    band = (Line(Message("In words"), of.band_words(score.band)),) if score.band else ()
    return (Line(Message("Total"), words), *band)


def _spot(mine: Mine, place: str, earlier: Container[str]) -> Spot | None:
    """Return where the newest reading of an exercise can be changed; what came before it stays as it is."""
    name, _, exercise = place.partition("/")
    module = mine.programme.modules.get(name)
    return spot_of(module, module.named(exercise)) if module and place not in earlier else None
