"""A patient's own place: what every deed of the patient's needs, loaded once a request."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from selfhelp.care.earlier import Earlier
from selfhelp.content.model import Catalogue, Module, Programme
from selfhelp.exercises.tool import Tool
from selfhelp.records.encryption import DataKey


@dataclass(frozen=True, slots=True)
class Mine:
    """One enrolment, the key to its words, and the programme as this patient meets it, in one language.

    With `earlier`, what was answered to another content than the `present` one keeps its questions.
    """

    enrolment_id: UUID
    key: DataKey
    programme: Programme
    character: str = ""
    present: Catalogue | None = None
    earlier: Earlier | None = None

    def tool_of(self, name: str, edition: str) -> Tool | None:
        """Return the tool that shows an entry made in this edition of it."""
        if self.earlier is None or self.present is None:
            return self.programme.tools.get(name)
        return self.earlier.tool(self.present, name, edition, self.programme.locale)

    def module_then(self, name: str, edition: str) -> Module | None:
        """Return a module, be it gone, as it stood in this edition; as it is now where that is not known."""
        now = self.programme.modules.get(name)
        if self.earlier is None or not edition or (now is not None and edition == now.edition):
            return now
        return self.earlier.asked(name, edition, self.programme.locale) or now

    def module_asked(self, module: Module, edition: str) -> Module:
        """Return a module with the words that stood there when this edition of it was answered."""
        return self.module_then(module.id, edition) or module

    def once(self) -> Iterator[Programme]:
        """Yield the programme as it is now, and as it once was, the newest first."""
        yield self.programme
        if self.earlier is not None and self.present is not None:
            contents = self.earlier.contents(before=self.present)
            yield from (content[self.programme.locale] for content in contents)
