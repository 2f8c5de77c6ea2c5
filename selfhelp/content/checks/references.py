"""Every name in a condition or recall: it exists, comes earlier, and can do what is asked of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from selfhelp.content.blocks import Traced
from selfhelp.content.checks.conditions import problems_of
from selfhelp.content.checks.hidden import problems_of_hidden
from selfhelp.content.checks.meanings import Meaning
from selfhelp.content.checks.names import Names, Scope, Spot, Wrong, is_wait, scopes_of, spots
from selfhelp.content.checks.tool_numbers import SHOWS
from selfhelp.content.condition_text import columns_of
from selfhelp.content.everything import SOURCE, Everything
from selfhelp.content.grammar import RawBlock, RawFile, Span
from selfhelp.content.problems import Place, Problem, suggestion
from selfhelp.content.prose import recalls_in
from selfhelp.exercises.recall import RecallBlock
from selfhelp.exercises.words import Ref


@dataclass(frozen=True, slots=True)
class Use:
    """A place where a name stands."""

    ref: Ref
    raw: RawFile
    place: Place
    spot: Spot


@dataclass(slots=True)
class _Uses:
    """What has been found about one module's or tool's names."""

    names: Names
    problems: list[Problem] = field(default_factory=list)
    unknown: dict[str, list[tuple[Use, Wrong]]] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    def meaning(self, use: Use) -> Meaning | None:
        """Return what the name stands for; keep the problem where it stands for nothing."""
        self.used.add(use.ref.name)
        found = self.names.find(use.ref, use.spot)
        if isinstance(found, Wrong) and found.rule == "name-unknown":
            self.unknown.setdefault(use.ref.name, []).append((use, found))
        elif isinstance(found, Wrong):
            self.problems.append(use.raw.problem(use.place, found.rule, **found.facts))
        return found if isinstance(found, Meaning) else None

    def tell_unknown(self) -> None:
        """Tell an unknown name once, however often it stands there."""
        scope = self.names.scope
        unused = {name: block for name, block in scope.blocks.items() if name not in self.used}
        for name, uses in self.unknown.items():
            use, wrong = uses[0]
            facts, rule = dict(wrong.facts), wrong.rule
            suspect = suggestion(name, scope.exercises).close
            if len(uses) > 1 and suspect in unused:
                place = unused[suspect].id.place
                rule, facts = (
                    f"{rule}.several",
                    facts | {"count": str(len(uses)), "id": suspect, "where": f"{place.path}:{place.line}"},
                )
            self.problems.append(use.raw.problem(use.place, rule, **facts))


def check_references(everything: Everything) -> list[Problem]:
    """Check every condition and recall, in every language."""
    scopes = scopes_of(everything)
    problems: list[Problem] = []
    for key, scope in scopes.items():
        uses = _Uses(Names(everything.source, scopes, scope))
        _check_blocks(uses, everything.traced[SOURCE][key])
        for name, at in _files_of(everything, scope):
            source = everything.source_files[name]
            recalled = list(_recalls(source, at))
            for use in recalled:
                _check_recall(uses, use)
            known = {use.ref for use in recalled}
            _check_translations(everything, uses, (name, at), known)
        uses.tell_unknown()
        problems += uses.problems
    return problems


def _check_blocks(uses: _Uses, traced: Iterable[Traced]) -> None:
    for trace, spot in spots(list(traced)):
        exercise, block = trace.exercise, trace.block
        if exercise.when is not None and "when" in block.settings:
            span = block.settings["when"]
            columns = list(columns_of(span.text))
            meanings = [
                uses.meaning(Use(term.ref, trace.raw, span.part(column, len(str(term.ref))), spot))
                for term, (column, _) in zip(exercise.when.terms, columns, strict=True)
            ]
            wrong = [
                *problems_of(trace.raw, span, exercise.when, meanings),
                *_asks_while_waiting(uses.names.scope, trace, span),
            ]
            uses.problems += wrong or problems_of_hidden(uses.names, trace.raw, span, exercise.when, spot)
        if isinstance(exercise, RecallBlock) and exercise.ref.name:
            _check_recall(uses, Use(exercise.ref, trace.raw, block.id.place, spot))


def _asks_while_waiting(scope: Scope, trace: Traced, span: Span) -> Iterator[Problem]:
    """What waits today does not wait tomorrow: an answer hidden by then would be forgotten."""
    refs = [term.ref for term in trace.exercise.when.terms] if trace.exercise.when else []
    for ref in refs if trace.exercise.asks else ():
        asked = None if ref.module else scope.exercises.get(ref.name)
        if asked and is_wait(asked, ref):
            yield trace.raw.problem(span.part(0, len(span.text)), "waits-here", name=str(ref))


def _check_recall(uses: _Uses, use: Use) -> None:
    """A recall shows words; what a kind publishes for conditions alone would show an id."""
    meaning = uses.meaning(use)
    if meaning is not None and meaning.sort in {"word", "words"}:
        uses.problems.append(use.raw.problem(use.place, "recall-word", name=str(use.ref)))


def _check_translations(everything: Everything, uses: _Uses, file: tuple[str, int], known: set[Ref]) -> None:
    """Check what only a translation recalls; a mistake it repeats has been told in the source."""
    name, at = file
    for locale, files in everything.files.items():
        if locale != SOURCE and name in files:
            for use in _recalls(files[name], at):
                if use.ref not in known:
                    _check_recall(uses, use)


def _files_of(everything: Everything, scope: Scope) -> Iterator[tuple[str, int]]:
    """Yield the files a patient reads, in order: the steps of a module, or the tool's one file."""
    if scope.is_tool:
        yield f"{scope.key}.md", 0
        return
    base, _, module_id = scope.key.partition("/")
    programme = everything.source
    module = (programme.course if base == "course" else programme.modules)[module_id]
    listed = dict.fromkeys(step for sitting in module.sittings for step in sitting)
    for at, step in enumerate(listed):
        if f"{scope.key}/{step}.md" in everything.source_files:
            yield f"{scope.key}/{step}.md", at


def _recalls(raw: RawFile, at: int) -> Iterator[Use]:
    """Yield every recall in prose, texts and feedback. Feedback may recall the answer it answers."""
    blocks = 0
    for part in raw.parts:
        if isinstance(part, RawBlock):
            blocks += 1
            if part.kind.text == SHOWS:  # its names are those of the tool's numbers
                continue
        for span, after in _prose(part):
            for ref, place in recalls_in(span):
                yield Use(ref, raw, place, (at, 2 * blocks + after))


def _prose(part: Span | RawBlock) -> Iterator[tuple[Span, int]]:
    """Yield the prose of a part and where it stands, counted from the end of the last block."""
    if isinstance(part, Span):
        yield part, 0
        return
    if part.text is not None:
        yield part.text, -1
    yield from ((item.feedback, 0) for item in part.items if item.feedback is not None)
