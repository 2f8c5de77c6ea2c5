"""Editions: a module as it stands, in every language, with a hash of its structure and one of all its words.

An answer carries the edition it was given to: it can always be shown under the question as it was asked.
"""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from selfhelp.content.model import Catalogue, Module
from selfhelp.exercises.exercise import Exercise

WORDS = ("title", "text", "words", "feedback")


@dataclass(frozen=True, slots=True)
class ModuleEdition:
    """One module, compiled: `content` is {language: {step: {"title": …, "exercises": […]}}}."""

    module: str
    hash: str
    structure_hash: str
    content: dict[str, Any]


_made: dict[tuple[str, str], ModuleEdition] = {}


def edition_of(catalogue: Catalogue, module_id: str) -> ModuleEdition:
    """Return the module's present edition; the same content gives the same hashes, on every machine."""
    name = (catalogue.digest, module_id)
    if name not in _made:
        content = {locale: _steps(p.modules[module_id]) for locale, p in catalogue.programmes.items()}
        structure = _structure(content[catalogue.locales[0]])
        _made[name] = ModuleEdition(module_id, _digest(content), _digest(structure), content)
    return _made[name]


def _steps(module: Module) -> dict[str, Any]:
    return {
        step.id: {"title": step.title, "exercises": [_exercise(e) for e in step.asking]}
        for step in module.steps
    }


def _exercise(exercise: Exercise) -> dict[str, Any]:
    return {
        "id": exercise.id,
        "was": list(exercise.was),
        "kind": exercise.kind,
        "gp": exercise.gp,
        "range": getattr(exercise, "ends", None),  # a 7 of 10 is no 7 of 100
        "text": exercise.text.source,
        "options": [
            {"id": o.id, "note": o.note, "words": o.plain, "feedback": o.feedback.source}
            for o in exercise.options
        ],
    }


def _structure(value: Any) -> Any:
    """Return what is left without words. A renamed exercise is known by its first id, for nothing is lost."""
    if isinstance(value, dict):
        known = value | {"id": value["was"][0]} if value.get("was") else value
        return {key: _structure(inner) for key, inner in known.items() if key not in {*WORDS, "was"}}
    return [_structure(inner) for inner in value] if isinstance(value, list) else value


def _digest(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
