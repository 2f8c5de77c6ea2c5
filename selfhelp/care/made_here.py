"""Where entries are made: every card of a step's tool or planner has an entry id of its own for good."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from selfhelp.care.entries import Written, entry_id
from selfhelp.care.mine import Mine
from selfhelp.care.renamed import in_terms_of
from selfhelp.content.model import Module
from selfhelp.exercises.entry_maker import EntryMaker
from selfhelp.exercises.exercise import Exercise
from selfhelp.exercises.words import Json

Made = Mapping[str, Mapping[str, Written]]  # exercise id -> card -> the entry made there


def id_on(mine: Mine, module: Module, exercise: Exercise, card: str) -> UUID:
    """Return the id of the entry made on one card of an exercise."""
    place = module.place(exercise)
    return entry_id(mine, f"{place}/{card}" if card else place)


def ids_in(mine: Mine, module: Module) -> set[UUID]:
    """Return the ids of all entries that can be made in a module's steps."""
    return {id_on(mine, module, one, card) for one in _makers(module) for card in one.cards}


def made_in(mine: Mine, module: Module, found: Mapping[UUID, Written]) -> Made:
    """Return the entries that were made in a module's steps."""
    made: dict[str, dict[str, Written]] = {}
    for exercise in _makers(module):
        for card in exercise.cards:
            if written := found.get(id_on(mine, module, exercise, card)):
                made.setdefault(exercise.id, {})[card] = written
    return made


def values_of(module: Module, made: Made) -> dict[str, Json]:
    """Return the values of the exercises that entries were made in, by exercise id."""
    return {one.id: value_of(one, made[one.id]) for one in _makers(module) if one.id in made}


def value_of(exercise: EntryMaker, written: Mapping[str, Written]) -> Json:
    """Return the value of one exercise from the entries on its cards."""
    entries = {card: in_terms_of(exercise.tool, one.of, one.values) for card, one in written.items()}
    return exercise.with_entries(entries)


def _makers(module: Module) -> Iterable[EntryMaker]:
    return (exercise for exercise in module.exercises if isinstance(exercise, EntryMaker))
