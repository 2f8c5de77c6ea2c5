"""Where something that was written can be changed."""

from selfhelp.care.workbook.value import Spot
from selfhelp.content.model import Module
from selfhelp.exercises.exercise import Exercise


def spot_of(module: Module, exercise: Exercise | None) -> Spot | None:
    """Return the page of a step that asks an exercise; None where none does."""
    pages = (
        (Spot(module.id, step.id, page), blocks)
        for step in module.steps
        for page, blocks in enumerate(step.pages, 1)
    )
    return next((spot for spot, blocks in pages if exercise in blocks), None)
