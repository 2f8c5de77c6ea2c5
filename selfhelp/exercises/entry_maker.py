"""Blocks of a step that make entries of a tool: `tool`, and what it has in common with `planner`."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, Self

from selfhelp.exercises import fields, settings_read
from selfhelp.exercises.choice import Choice
from selfhelp.exercises.exercise import Exercise, Option, Setting, Shelf
from selfhelp.exercises.tool import Tool
from selfhelp.exercises.words import Json, Message, Ref, Words


@dataclass(frozen=True, kw_only=True)
class EntryMaker(Exercise):
    """What a step has for making entries of a tool: one form, or several cards with a form each.

    `cards` are their names, "" for the only one: every card's entry has an id of its own. `need` is 1 where
    the step asks for an entry. Where it is 0 all may stay empty; a form once begun asks for what the tool
    requires all the same.
    """

    kept_as = "entry"

    tool_id: str = ""
    need: int = 0
    of: Tool | None = None

    def placed(self, shelf: Shelf) -> Self:
        return dataclasses.replace(self, of=shelf.tools[self.tool_id])

    @property
    def tool(self) -> Tool:
        """Return the tool; a block is only used once it has been placed."""
        if self.of is None:
            raise LookupError(f"The {self.kind} block {self.id} was never placed.")
        return self.of

    @property
    def title(self) -> Option:
        """Return the tool as an option, for lists of tools to choose from."""
        return Option(self.tool_id, Words(source=self.tool.title))

    @property
    def asked(self) -> tuple[Exercise, ...]:
        """Return the tool's blocks that are asked for here."""
        return self.tool.asking

    @property
    def cards(self) -> tuple[str, ...]:
        """Return the names of the cards."""
        return ("",)

    def entry_on(self, value: Json, card: str) -> Json:
        """Return the entry on one card; None for an empty one."""
        return value or None

    def with_entries(self, entries: Mapping[str, Json]) -> Json:
        """Return the value that holds these entries, by card: the reverse of `entry_on`."""
        return entries.get("") or None

    def answer_to(self, value: Json, part: str) -> Json:
        """Return what the name after the point stands for: `own-chain.event`."""
        return self.tool.lookup(value)(Ref(part))

    def block_of(self, part: str) -> Exercise | None:
        """Return the tool's block that the name after the point means; None for a number."""
        return self.tool.block(part)

    def asked_in(self, key: str) -> str:
        """Return what the field with this key belongs to: the question of the tool's block."""
        block = self.tool.block(key.split(".", maxsplit=1)[0])
        return block.text.html.striptags() if block else ""

    def fields_of_entry(self, start: str = "") -> dict[str, fields.Field]:
        """Return the fields of one form; their keys begin with `start`."""
        return {
            f"{start}{block.id}.{key}" if key else f"{start}{block.id}": one
            for block in self.asked
            for key, one in block.fields().items()
        }

    def once_begun(self, start: str = "") -> dict[str, fields.Field]:
        """Return the fields of one form that may stay empty until it is begun."""
        return fields.once_begun(self.fields_of_entry(start))

    def entry_in(self, form: Mapping[str, Any]) -> Json:
        """Return the entry from one form's data."""
        entry = {block.id: block.value(part_of(form, block.id)) for block in self.asked}
        return {block_id: value for block_id, value in entry.items() if value is not None} or None

    def form_of(self, entry: Json) -> dict[str, Any]:
        """Return one form's data for an entry."""
        return {
            f"{block.id}.{key}" if key else block.id: data
            for block in self.asked
            for key, data in block.form((entry or {}).get(block.id)).items()
        }

    def refused_in(self, form: Mapping[str, Any], kept: Json, today: date) -> dict[str, Message]:
        """Return what cannot be taken today of one form, by its keys."""
        return {
            f"{block.id}.{key}" if key else block.id: sentence
            for block in self.asked
            for key, sentence in block.refused(
                part_of(form, block.id), kept=(kept or {}).get(block.id), today=today
            ).items()
        }

    def told_of(self, entry: Json) -> tuple[tuple[str, str], ...]:
        """Return one entry part by part, as (what is asked, in words)."""
        return tuple(part for block in self.tool.asking for part in block.told((entry or {}).get(block.id)))


@dataclass(frozen=True, kw_only=True)
class ToolBlock(EntryMaker):
    """The tool's own form inside a step. Its value is the entry: {block's id: block's value}.

    What is `given` is kept with the entry as if the patient had chosen it.
    """

    kind = "tool"
    settings = MappingProxyType(
        {
            "tool": Setting(settings_read.an_id, required=True, field="tool_id", binds=True),
            "need": Setting(settings_read.zero_or_one),
            "with": Setting(settings_read.two_ids, field="given"),
        }
    )

    given: tuple[str, str] | None = None  # a choice of the tool's and its option, known on this step

    @property
    def given_block(self) -> Choice | None:
        """Return the choice that needs no asking here, for the step knows its answer."""
        block = self.tool.block(self.given[0]) if self.given else None
        return block if isinstance(block, Choice) else None

    @property
    def given_in_words(self) -> str:
        """Return the answer that the step knows; "" for none."""
        return self.given_block.words_of(self.given[1]) if self.given_block and self.given else ""

    @property
    def asked(self) -> tuple[Exercise, ...]:
        return tuple(block for block in self.tool.asking if block is not self.given_block)

    def fields(self) -> dict[str, fields.Field]:
        return self.fields_of_entry() if self.need else self.once_begun()

    def value(self, form: Mapping[str, Any]) -> Json:
        entry = self.entry_in(form)
        return {**entry, self.given[0]: self.given[1]} if entry and self.given else entry

    def form(self, value: Json) -> dict[str, Any]:
        return self.form_of(value)

    def refused(self, form: Mapping[str, Any], *, kept: Json, today: date) -> dict[str, Message]:
        return self.refused_in(form, kept, today)

    def in_words(self, value: Json) -> str:
        return self.tool.in_words(value) if value else ""

    def told(self, value: Json) -> tuple[tuple[str, str], ...]:
        return self.told_of(value)


def part_of(form: Mapping[str, Any], block_id: str) -> dict[str, Any]:
    """Return the part of a form that belongs to one block, by that block's own keys."""
    start = f"{block_id}."
    part = {key.removeprefix(start): data for key, data in form.items() if key.startswith(start)}
    return part | ({"": form[block_id]} if block_id in form else {})
