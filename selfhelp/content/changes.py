"""What is different between two versions of the content, and what that means to those who are midway.

Words: everybody meets the new ones at the next page. Safe: nothing that was answered is lost; whoever is in
the middle of the module ends it as it was. Consent: the doctor may get more than before. Breaking: an answer
has lost its question, or means something else; whoever has begun the module keeps it as it was.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from selfhelp.content.block_changes import Change, Sort, blocks_changed, facts, opened, steps_changed
from selfhelp.content.described import (
    PROGRAMME,
    described_module,
    described_questionnaire,
    described_tool,
    said_in,
    structure_of,
)
from selfhelp.content.model import Catalogue, Programme

SORTS: tuple[Sort, ...] = ("words", "safe", "consent", "breaking")  # the gravest last


def changes(before: Catalogue, after: Catalogue) -> list[Change]:
    """Return what is different in `after`, the gravest first."""
    old, new = before.source, after.source
    found = [
        *_gone_or_new("modules", old.modules, new.modules),
        *_gone_or_new("tools", old.tools, new.tools),
        *_gone_or_new("instruments", old.instruments, new.instruments),
        *_gone_or_new("characters", old.characters, new.characters),
        *_gone_or_new("languages", before.locales, after.locales, gone="safe"),
        *_modules(old, new),
        *_tools(old, new),
        *_questionnaires(old, new),
        *_consent(old, new),
        *_reworded(before, after),
    ]
    return sorted(found, key=lambda one: (-SORTS.index(one.sort), one.of))


def breaks(found: Iterable[Change], of: str) -> bool:
    """Tell whether answers to a module, or entries of a tool, would lose their question."""
    return any(one.of == of and one.sort == "breaking" for one in found)


def _gone_or_new(
    folder: str, old: Iterable[str], new: Iterable[str], *, gone: Sort = "breaking"
) -> Iterator[Change]:
    was, now = list(old), list(new)
    yield from (Change(f"{folder}/{one}", "", "gone", gone) for one in was if one not in now)
    yield from (Change(f"{folder}/{one}", "", "new", "safe") for one in now if one not in was)
    if folder == "modules" and [one for one in was if one in now] != [one for one in now if one in was]:
        yield Change(PROGRAMME, "", "order", "safe")


def _modules(old: Programme, new: Programme) -> Iterator[Change]:
    for name, module in old.modules.items():
        if name in new.modules:
            was, now = described_module(module, old), described_module(new.modules[name], new)
            yield from steps_changed(module.name, was["steps"], now["steps"])


def _tools(old: Programme, new: Programme) -> Iterator[Change]:
    for name, tool in old.tools.items():
        if name in new.tools:
            was, now = described_tool(tool), described_tool(new.tools[name])
            yield from blocks_changed(tool.name, {"": was["blocks"]}, {"": now["blocks"]})
            for one in opened(tool.name, "", was["gp"], now["gp"]):
                yield replace(one, what=f"tool-{one.what}")
            number = now["words"]["gp-number"]
            if number and number != was["words"]["gp-number"]:
                yield Change(tool.name, "", "gp-number", "consent")
            if was["keeps"] != now["keeps"]:
                yield Change(tool.name, "", "keeps", "breaking", facts(was["keeps"], now["keeps"]))


def _questionnaires(old: Programme, new: Programme) -> Iterator[Change]:
    for name, questionnaire in old.instruments.items():
        if name in new.instruments:
            both = (described_questionnaire(one) for one in (questionnaire, new.instruments[name]))
            if len({structure_of(one) for one in both}) > 1:
                yield Change(f"instruments/{name}", "", "counts", "breaking")


def _consent(old: Programme, new: Programme) -> Iterator[Change]:
    if old.consent_version != new.consent_version:
        told = facts(str(old.consent_version), str(new.consent_version))
        what = "asked-again" if new.consent_version > old.consent_version else "asked-no-more"
        yield Change(PROGRAMME, "", what, "consent", told)
    yield from _gone_or_new("shares", old.shares, new.shares, gone="safe")
    for name, share in old.shares.items():
        if name in new.shares and share.since != new.shares[name].since:
            yield Change(f"shares/{name}", "", "since", "consent")


def _reworded(before: Catalogue, after: Catalogue) -> Iterator[Change]:
    """Yield where words that stand in both versions differ, with the languages they differ in."""
    differing: dict[tuple[str, str], list[str]] = {}
    for locale in before.locales:
        if locale in after.locales:
            old, new = (dict(said_in(one.programmes[locale])) for one in (before, after))
            for place in old.keys() & new.keys():
                if old[place] != new[place]:
                    differing.setdefault(place, []).append(locale)
    for (of, at), locales in sorted(differing.items()):
        yield Change(of, at, "words", "words", (("languages", ", ".join(locales)),))
