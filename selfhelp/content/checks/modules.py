"""What a module and its blocks point at: characters, steps, tools, other modules; files nobody sees."""

from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import PurePosixPath

from selfhelp.content.blocks import Traced
from selfhelp.content.everything import SOURCE, Everything
from selfhelp.content.grammar import RawFile
from selfhelp.content.problems import Place, Problem, suggestion
from selfhelp.exercises.choice import Choice
from selfhelp.exercises.entry_maker import ToolBlock
from selfhelp.exercises.say import Say
from selfhelp.exercises.useful import Useful

LONGEST_SHORT = 8  # minutes: what a doctor has between two patients
LISTS = ("languages", "modules", "boosters", "tools", "instruments", "course")


def check_modules(everything: Everything) -> Iterator[Problem]:
    """Check modules and tools of the source."""
    for key, traced in everything.traced[SOURCE].items():
        for trace in traced:
            if isinstance(trace.exercise, Say):
                yield from _check_character(everything, trace.raw, trace)
            elif isinstance(trace.exercise, ToolBlock):
                yield from _check_need(everything, trace, trace.exercise)
                yield from _check_given(trace, trace.exercise)
            elif isinstance(trace.exercise, Useful):
                yield from _check_useful(everything, key, trace)
    yield from _check_follows(everything)
    yield from _check_listed_once(everything.source_files["programme.md"])
    for module in everything.source.modules:
        yield from _check_requires(everything, module)
        yield from _check_short(everything, module)
    yield from _check_weeks(everything)
    for tool in everything.source.tools:
        yield from _check_examples(everything, everything.source_files[f"tools/{tool}.md"])
    yield from _check_safety_tool(everything)
    yield from _check_unlisted(everything)


def _check_listed_once(raw: RawFile) -> Iterator[Problem]:
    for word in LISTS:
        if span := raw.front.get(word):
            names = [name.strip() for name in span.text.split(",")]
            for name in sorted({name for name in names if name and names.count(name) > 1}):
                yield raw.problem(span.at(name), "listed-twice", name=name, word=word)


def _check_character(everything: Everything, raw: RawFile, trace: Traced) -> Iterator[Problem]:
    characters = everything.source.characters
    if trace.exercise.id not in characters:
        hint = suggestion(trace.exercise.id, characters)
        yield raw.problem(trace.block.id.place, "character-unknown", name=trace.exercise.id, hint=hint)


def _check_safety_tool(everything: Everything) -> Iterator[Problem]:
    """Somebody in danger is offered one tool, not a choice."""
    first = everything.source.safety_tool
    for tool in everything.source.tools.values():
        if first and tool is not first and tool.meant_for == first.meant_for:
            raw = everything.source_files[f"tools/{tool.id}.md"]
            yield raw.problem(raw.front["for"].place, "safety-tool-twice", tool=first.id)


def _check_examples(everything: Everything, raw: RawFile) -> Iterator[Problem]:
    characters = everything.source.characters
    for block in raw.blocks:
        if block.kind.text == "example" and block.id.text and block.id.text not in characters:
            hint = suggestion(block.id.text, characters)
            yield raw.problem(block.id.place, "character-unknown", name=block.id.text, hint=hint)


def _check_need(everything: Everything, trace: Traced, exercise: ToolBlock) -> Iterator[Problem]:
    """A step can only ask for what its tool requires. What one with mistakes requires, nobody can tell."""
    asked = any(getattr(block, "required", False) for block in exercise.tool.shown(None))
    if exercise.need and not asked and not everything.source_files[f"tools/{exercise.tool_id}.md"].problems:
        place = trace.block.settings["need"].place
        yield trace.raw.problem(place, "need-nothing", tool=exercise.tool_id)


def _check_given(trace: Traced, exercise: ToolBlock) -> Iterator[Problem]:
    """What a step knows beforehand is an option of one of the tool's choices."""
    if exercise.given is None:
        return
    (name, option), span = exercise.given, trace.block.settings["with"]
    choices = {block.id: block for block in exercise.tool.asking if isinstance(block, Choice)}
    if name not in choices:
        hint = suggestion(name, choices)
        yield trace.raw.problem(span.at(name), "with-unknown", name=name, tool=exercise.tool_id, hint=hint)
    elif choices[name].option(option) is None:
        hint = suggestion(option, [one.id for one in choices[name].options])
        yield trace.raw.problem(span.at(option), "with-unknown.option", option=option, name=name, hint=hint)


def _check_useful(everything: Everything, key: str, trace: Traced) -> Iterator[Problem]:
    """The options of `useful` are steps of the module."""
    module = everything.source.modules.get(key.removeprefix("modules/"))
    listed = [step for sitting in module.sittings for step in sitting] if module else []
    for item in trace.block.items:
        # A file that no list names has been told already.
        if item.id.text not in listed and f"{key}/{item.id.text}.md" not in everything.source_files:
            hint = suggestion(item.id.text, listed)
            yield trace.raw.problem(item.id.place, "step-unknown", id=item.id.text, hint=hint)


def _check_follows(everything: Everything) -> Iterator[Problem]:
    """One choice decides whom the patient follows, and its options are characters."""
    characters = everything.source.characters
    first: Traced | None = None
    for traces in everything.traced[SOURCE].values():
        for trace in traces:
            if not (isinstance(trace.exercise, Choice) and trace.exercise.follows):
                continue
            for item in trace.block.items:
                if item.id.text not in characters:
                    hint = suggestion(item.id.text, characters)
                    yield trace.raw.problem(item.id.place, "character-unknown", name=item.id.text, hint=hint)
            if first is not None:
                where = f"{first.raw.path}:{first.block.id.place.line}"
                yield trace.raw.problem(trace.block.id.place, "follows-twice", where=where)
            first = first or trace


def _check_requires(everything: Everything, module_id: str) -> Iterator[Problem]:
    """A module requires modules that come before it."""
    modules = list(everything.source.modules)
    raw = everything.source_files.get(f"modules/{module_id}/module.md")
    span = raw.front.get("requires") if raw else None
    if raw is None or span is None:
        return
    for needed in everything.source.modules[module_id].requires:
        place = span.at(needed)
        if needed not in modules:
            hint = suggestion(needed, modules)
            yield raw.problem(place, "module-unknown", module=needed, hint=hint)
        elif modules.index(needed) >= modules.index(module_id):
            yield raw.problem(place, "comes-later.module", module=needed)


def _check_weeks(everything: Everything) -> Iterator[Problem]:
    """A booster says in which week it comes, later ones come later, and no other module says so."""
    listed = everything.source_files["programme.md"].front.get("boosters")
    named = [name.strip() for name in listed.text.split(",")] if listed else []
    before = 0
    for module in everything.source.modules.values():
        raw = everything.source_files.get(f"modules/{module.id}/module.md")
        if raw is None or raw.problems:
            continue
        span = raw.front.get("week")
        if module.id not in named and span:
            yield raw.problem(span.place, "week-unexpected", module=module.id)
        elif listed and module.id in named and not span:
            owner = everything.source_files["programme.md"]
            yield owner.problem(listed.at(module.id), "week-missing", module=module.id)
        elif span and module.week <= before:
            yield raw.problem(span.place, "week-order", week=str(module.week), before=str(before))
        before = module.week or before


def _check_short(everything: Everything, module_id: str) -> Iterator[Problem]:
    """The short path is made of the module's steps, in their order, and is short."""
    module = everything.source.modules[module_id]
    raw = everything.source_files.get(f"modules/{module_id}/module.md")
    span = raw.front.get("short") if raw else None
    if raw is None or span is None:
        return
    listed = [step for sitting in module.sittings for step in sitting]
    unknown = [step for step in module.short if step not in listed]
    for step in unknown:
        yield raw.problem(span.at(step), "step-unknown", id=step, hint=suggestion(step, listed))
    places = [listed.index(step) for step in module.short if step in listed]
    early = [
        step for step, *pair in zip(module.short[1:], places, places[1:], strict=False) if pair[1] <= pair[0]
    ]
    if unknown:
        return
    for step in early[:1]:
        yield raw.problem(span.at(step), "short-order", id=step)
    if not early and module.short_minutes > LONGEST_SHORT:
        yield raw.problem(span.place, "short-long", count=str(module.short_minutes), max=str(LONGEST_SHORT))


def _check_unlisted(everything: Everything) -> Iterator[Problem]:
    """Files that no list names are never seen by anyone: one warning a folder or file."""
    programme = everything.source
    listed = {
        *("programme.md", "modules", "course"),
        *(f"modules/{module}" for module in programme.modules),
        *(f"course/{lesson}" for lesson in programme.course),
        *(f"tools/{tool}.md" for tool in programme.tools),
        *(f"instruments/{instrument}.md" for instrument in programme.instruments),
        *(f"pages/{page}.md" for page in programme.pages),
    }
    named = [str(dict(p.facts)["name"]) for p in everything.problems if p.rule == "file-missing.named"]
    told = {"."}
    for name in everything.source_files:
        folder = str(PurePosixPath(name).parent)
        unseen = folder if folder.startswith(("modules/", "course/")) else name
        is_misspelt = bool(get_close_matches(PurePosixPath(unseen).stem, named))
        if unseen not in listed and unseen not in told and not is_misspelt:
            told.add(unseen)
            yield Problem(Place(f"{SOURCE}/{unseen}"), "file-unlisted", (), "warning")
