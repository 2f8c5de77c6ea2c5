"""Locked questionnaires: wording nobody changes unseen, bands without a gap, codes."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from selfhelp.content.everything import Everything
from selfhelp.content.grammar import RawBlock, RawFile, RawItem
from selfhelp.content.instrument_file import BAND
from selfhelp.content.problems import Place, Problem, suggestion
from selfhelp.exercises.instrument import Questionnaire

LOCK = "instruments.lock"
LOINC = re.compile(r"[0-9]{3,7}-[0-9]|LA[0-9]{2,6}-[0-9]")


def lock_text(files: Mapping[str, Mapping[str, RawFile]]) -> str:
    """Return what the lock says about these files: one line a file, its hash and its path."""
    return "".join(f"{digest}  {path}\n" for path, digest in sorted(_digests(files).items()))


def check_instruments(everything: Everything, folder: Path) -> Iterator[Problem]:
    """Check the lock, and that each questionnaire can be scored."""
    yield from _check_lock(everything, folder)
    for questionnaire in everything.source.instruments.values():
        raw = everything.source_files[f"instruments/{questionnaire.id}.md"]
        if not raw.problems:
            yield from _check_codes(raw)
            yield from _check_answers(raw, questionnaire)
            yield from _check_bands(raw, questionnaire)


def _digests(files: Mapping[str, Mapping[str, RawFile]]) -> dict[str, str]:
    """Return {path: hash} of the instruments' files. Line ends do not count: they differ between machines."""
    return {
        raw.path: hashlib.sha256("\n".join(raw.lines).encode()).hexdigest()
        for language in files.values()
        for name, raw in language.items()
        if name.startswith("instruments/")
    }


def _check_lock(everything: Everything, folder: Path) -> Iterator[Problem]:
    present = _digests(everything.files)
    mistaken = {problem.place.path for problem in everything.problems}
    path = folder / LOCK
    if not path.is_file():
        if present:
            yield Problem(Place(LOCK), "instruments-unlocked")
        return
    lines = (line.split() for line in path.read_text(encoding="utf-8", errors="replace").splitlines())
    locked = {line[1]: line[0] for line in lines if len(line) == 2}  # noqa: PLR2004  # hash, path
    for name, digest in present.items():
        if name not in locked:
            yield Problem(Place(name), "instrument-unlocked")
        elif locked[name] != digest and name not in mistaken:
            yield Problem(Place(name), "instrument-changed")
    for name in sorted(locked.keys() - present.keys()):
        yield Problem(Place(name), "instrument-gone")


def _check_codes(raw: RawFile) -> Iterator[Problem]:
    """Every code is a LOINC code: a record system must be able to tell which question was answered."""
    spans = [raw.front[word] for word in ("loinc-panel", "loinc-total") if word in raw.front]
    for block in raw.blocks:
        if block.kind.text == "difficulty":
            spans.append(block.id)
        if block.kind.text in {"answers", "items"}:
            spans += [item.note or item.id for item in block.items]
    for span in spans:
        if not LOINC.fullmatch(span.text):
            yield raw.problem(span.place, "loinc", code=span.text)


def _check_answers(raw: RawFile, questionnaire: Questionnaire) -> Iterator[Problem]:
    """Answers are 0, 1, 2 …, and the safety item is one of the items."""
    for block in raw.blocks:
        if block.kind.text in {"answers", "difficulty"}:
            for number, item in enumerate(block.items):
                if item.id.text != str(number):
                    yield raw.problem(item.id.place, "instrument-answer", number=str(number))
                    break
    ids = [item.id for item in questionnaire.items]
    if questionnaire.safety_item and questionnaire.safety_item not in ids:
        place = raw.front["safety-item"].place
        hint = suggestion(questionnaire.safety_item, ids)
        yield raw.problem(place, "instrument-safety", item=questionnaire.safety_item, hint=hint)


def _check_bands(raw: RawFile, questionnaire: Questionnaire) -> Iterator[Problem]:
    """The bands run from 0 to the highest sum, without gap or overlap."""
    block = next(block for block in raw.blocks if block.kind.text == "bands")
    highest = (len(questionnaire.answers) - 1) * len(questionnaire.items)
    wanted = 0
    for item in block.items:
        match = BAND.fullmatch(item.note.text) if item.note else None
        if match is None or int(match[1]) != wanted or int(match[2]) < wanted:
            yield raw.problem(_place(item), "band-gap", band=item.id.text, wanted=str(wanted))
            return
        wanted = int(match[2]) + 1
    if wanted != highest + 1:
        yield raw.problem(_last(block), "band-end", highest=str(highest))


def _place(item: RawItem) -> Place:
    return (item.note or item.id).place


def _last(block: RawBlock) -> Place:
    return _place(block.items[-1])
