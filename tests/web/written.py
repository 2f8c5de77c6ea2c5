"""Entries of any tool, written without a browser: every block answered."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from people import Patient, Surgery
from sqlalchemy.orm import Session

from selfhelp.care import entries
from selfhelp.care.windows import Page
from selfhelp.exercises.exercise import Exercise
from selfhelp.exercises.plan import Plan
from selfhelp.exercises.scale import Scale
from selfhelp.exercises.strengths import Strengths
from selfhelp.exercises.text import Text
from selfhelp.exercises.tool import Tool


def whole(tool: Tool, number: int = 3) -> dict[str, Any]:
    """An entry with an answer to every block; numbers are this one."""
    answers = {block.id: _answer(block, number) for block in tool.asking}
    return {block: answer for block, answer in answers.items() if answer is not None}


def write(surgery: Surgery, patient: Patient, tool: str, values: dict[str, Any], at: datetime) -> UUID:
    """Let a patient have written an entry at a moment."""
    wanted = uuid4()
    mine = surgery.place_of(patient)
    with Session(surgery.engine) as session:
        entries.save_entry(
            session,
            mine=mine,
            tool=mine.programme.tools[tool],
            wanted=wanted,
            values=values,
            page=Page(str(wanted), 0),
            now=at,
        )
        session.commit()
    return wanted


def _answer(block: Exercise, number: int) -> Any:
    if isinstance(block, Text):
        return f"Ord til {block.id}"
    if isinstance(block, Plan):
        return {option.id: f"ord {option.id}" for option in block.options}
    if isinstance(block, Scale):
        return number
    if isinstance(block, Strengths):
        return {block.options[0].id: number}
    if block.kind == "choices":
        return [block.options[0].id]
    return block.options[0].id if block.options else None
