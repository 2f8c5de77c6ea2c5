"""What a page of the preview is about: the files it is made of, what it is called, what comes next."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import current_app
from werkzeug.exceptions import HTTPException

from selfhelp.content.model import Module, Programme
from selfhelp.web.preview.look import Look

# The pages with an address of their own, and the author's files they show.
OWN_ADDRESS = {
    "public.front": "front",
    "public.help_now": "help-now",
    "public.right_for_me": "right-for-me",
    "public.privacy": "privacy",
    "public.evidence": "evidence",
    "public.accessibility": "accessibility",
    "patient.heavy_thoughts": "heavy-thoughts",
    "preview.slip": "slip",
}
OWN_PAGE = {
    **{name: name for name in ("help-now", "right-for-me", "privacy", "evidence", "accessibility", "slip")},
    "front": "",
    "heavy-thoughts": "before-you-go-on",
}
OF_MODULE = frozenset({"gp.brief", "preview.follow_up"})
SENTENCES = "interface.po"
TO_DOCTOR = frozenset({"preview.follow_up", "preview.slip"})  # of the preview's own


@dataclass(frozen=True, slots=True)
class Subject:
    """A page by its endpoint and the arguments in its address."""

    endpoint: str
    arguments: Mapping[str, Any]

    @property
    def of_doctor(self) -> bool:
        """Tell whether a doctor reads the page."""
        return self.endpoint.startswith("gp.") or self.endpoint in TO_DOCTOR

    def files(self, programme: Programme | None) -> tuple[str, ...]:
        """Return the files the page is made of, in any language: its own first."""
        return (*dict.fromkeys(f"{unit}.md" for unit in self._units(programme)), SENTENCES)

    def title(self, programme: Programme) -> str:
        """Return what the page is called; "" where it has no words of an author's."""
        module, step = self._module(programme), self.arguments.get("step_id", "")
        if module is not None:
            found = module.step(step)
            return found.title if found else module.title
        if tool := programme.tools.get(self.arguments.get("tool_id", "")):
            return tool.title
        page = programme.pages.get(self._page)
        return page.title if page else ""

    def parts(self, programme: Programme) -> int:
        """Return how many pages a step is divided into."""
        module = self._module(programme)
        step = module.step(self.arguments.get("step_id", "")) if module else None
        return len(step.pages) if step and self.endpoint == "patient.step" else 1

    def around(self, programme: Programme) -> tuple[tuple[str, str], ...]:
        """Return what stands beside it, as (which, page): the steps before and after, the doctor's pages."""
        return tuple(self._around(programme))

    def _around(self, programme: Programme) -> Iterator[tuple[str, str]]:
        module = self._module(programme)
        if tool := self.arguments.get("tool_id"):
            yield from (("entries", f"toolbox/{tool}"), ("form", f"toolbox/{tool}/new"))
        if module is None:
            return
        is_lesson = module.id in programme.course and "lesson_id" in self.arguments
        folder = f"gp/course/{module.id}" if is_lesson else f"modules/{module.id}"
        step = self.arguments.get("step_id", "")
        if module.step(step):
            for which, one in (("before", module.step_before(step)), ("after", module.step_after(step))):
                yield from ((which, f"{folder}/{one.id}") for one in [one] if one)
        if not is_lesson:
            yield from (("brief", f"gp/modules/{module.id}"), ("follow-up", f"follow-up/{module.id}"))
            yield "slip", "slip"

    def _units(self, programme: Programme | None) -> Iterator[str]:
        known = self.arguments
        for base in ("module", "lesson"):
            if name := known.get(f"{base}_id"):
                folder = f"{'modules' if base == 'module' else 'course'}/{name}"
                own = known.get("step_id") or ("gp" if self.endpoint in OF_MODULE else "module")
                yield from (f"{folder}/{own}", f"{folder}/module")
        if name := known.get("tool_id"):
            yield f"tools/{name}"
        if self._page:
            yield f"pages/{self._page}"
        yield from self._used(programme)
        yield "programme"

    def _used(self, programme: Programme | None) -> Iterator[str]:
        """Yield what the step asks with; of a follow-up page, every step the answers come from."""
        module = self._module(programme) if programme else None
        if module is None:
            return
        if self.endpoint == "preview.follow_up":
            yield from (f"modules/{module.id}/{step.id}" for step in module.steps)
        step = module.step(self.arguments.get("step_id", ""))
        for exercise in step.exercises if step else ():
            if tool := getattr(exercise, "tool_id", ""):
                yield f"tools/{tool}"
            if instrument := getattr(exercise, "instrument_id", ""):
                yield f"instruments/{instrument}"

    @property
    def _page(self) -> str:
        return str(self.arguments.get("name") or OWN_ADDRESS.get(self.endpoint, ""))

    def _module(self, programme: Programme) -> Module | None:
        lesson = programme.course.get(self.arguments.get("lesson_id", ""))
        return lesson or programme.modules.get(self.arguments.get("module_id", ""))


def subject_of(path: str, look: Look) -> Subject | None:
    """Return what stands at a path inside a frame, `modules/link/goals`; None for nothing."""
    try:
        endpoint, arguments = current_app.url_map.bind("").match(f"/as/{look}/{path}", method="GET")
    except HTTPException:
        return None
    return Subject(endpoint, {name: one for name, one in arguments.items() if name != "look"})
