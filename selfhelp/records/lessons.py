"""What is kept of the doctors' course: which steps are done. What was answered there is kept nowhere."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from selfhelp.records.base import Base, refers_to
from selfhelp.records.course import NAME


class LessonStep(Base):
    """One step of a lesson that a GP has done. It goes with the person."""

    __tablename__ = "lesson_step"

    person_id: Mapped[UUID] = mapped_column(refers_to("person.id", ondelete="CASCADE"), primary_key=True)
    lesson: Mapped[str] = mapped_column(NAME, primary_key=True)
    step: Mapped[str] = mapped_column(NAME, primary_key=True)
    done_at: Mapped[datetime]
