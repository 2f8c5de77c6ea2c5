"""Reads everything under the content folder, in every language, and lists every problem found."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Literal

from selfhelp.content.archive import digest_of
from selfhelp.content.blocks import Traced
from selfhelp.content.borrowing import filled, softened
from selfhelp.content.checks import needed_to_run
from selfhelp.content.checks.instruments import LOCK
from selfhelp.content.confirmed import LOCK as CONFIRMED
from selfhelp.content.confirmed import Confirmed, read_lock
from selfhelp.content.editions import hashes_of
from selfhelp.content.everything import SOURCE, Everything
from selfhelp.content.follow_ups import without_follow_ups
from selfhelp.content.grammar import RawFile
from selfhelp.content.info_page import InfoPage
from selfhelp.content.instrument_file import read_instrument
from selfhelp.content.interface_file import FILE, read_interface
from selfhelp.content.model import Catalogue, Module, Programme
from selfhelp.content.module_files import read_module
from selfhelp.content.page_file import read_page
from selfhelp.content.problems import ContentError, Place, Problem, in_order
from selfhelp.content.programme_file import LISTS, read_programme
from selfhelp.content.tool_file import read_tool
from selfhelp.content.tree import Tree, read_language
from selfhelp.exercises.exercise import Shelf
from selfhelp.exercises.instrument import Questionnaire
from selfhelp.exercises.tool import Tool


def read_everything(folder: Path) -> Everything:
    """Read every language under `folder`, e.g. `content/nb/modules/link/goals.md`.

    Problems are collected, not raised.
    """
    everything = Everything()
    source = read_language(folder, SOURCE)
    if "programme.md" not in source:
        everything.problems.append(Problem(Place(f"{SOURCE}/programme.md"), "file-missing.programme"))
        return everything
    languages, under_way = (_locales(source["programme.md"], word) for word in ("languages", "under-way"))
    files = {SOURCE: source} | {one: read_language(folder, one) for one in languages if one != SOURCE}
    hashes, confirmed = hashes_of(files), read_lock(folder) or {}
    for locale, own in files.items():
        is_under_way = locale in under_way and locale != SOURCE
        tree = Tree(locale, source, own, hashes=hashes)
        _read_language(everything, tree, confirmed, is_under_way=is_under_way)
        interface, problems = read_interface(folder, locale)
        everything.interfaces |= {locale: interface} if interface else {}
        everything.problems += problems
    return everything


def files_read(folder: Path) -> Iterator[Path]:
    """Yield the files that decide what `load_catalogue` returns; the lock may not be there."""
    yield from folder.rglob("*.md")
    yield from folder.glob(f"*/{FILE}")
    yield from (folder / LOCK, folder / CONFIRMED)


def load_catalogue(folder: Path) -> Catalogue:
    """Read the programme in every language.

    :raises ContentError: listing every problem found, not only the first.
    """
    everything = read_everything(folder)
    problems = without_follow_ups(everything, everything.problems, needed_to_run(everything, folder))
    if mistakes := [problem for problem in problems if problem.level == "error"]:
        raise ContentError(in_order(mistakes))
    unverified = tuple(one.path for one in everything.unverified)
    return Catalogue(everything.programmes, digest_of(folder), unverified, everything.interfaces)


def _locales(programme: RawFile, word: str) -> list[str]:
    """Return the languages listed after a word, as far as they can be read."""
    listed = programme.front.get(word)
    locales = (listed.text if listed else "").replace(",", " ").split()
    return [locale for locale in dict.fromkeys(locales) if locale.replace("-", "").isalpha()]


def _read_language(
    everything: Everything, tree: Tree, confirmed: Confirmed, *, is_under_way: bool = False
) -> None:
    """Read one language; one that is under way a second time, with the source's words where it has none."""
    everything.files[tree.locale] = tree.own
    traced = everything.traced[tree.locale] = {}
    if programme := _programme(tree, traced):
        everything.programmes[tree.locale] = programme
        tree.complain_extra()
    problems = [*tree.problems, *(problem for raw in tree.own.values() for problem in raw.problems)]
    everything.problems += softened(problems) if is_under_way else problems
    if programme and is_under_way:
        own = filled(tree.source, tree.own, confirmed)
        whole = _programme(replace(tree, own=own, problems=[]), {})
        everything.programmes[tree.locale] = whole or programme


def _programme(tree: Tree, traced: dict[str, list[Traced]]) -> Programme | None:
    pair = tree.pair("programme.md")
    if pair is None:
        return None
    values = read_programme(pair)
    listed = {word: values.pop(word) for word in LISTS}
    tools = _tools(tree, listed["tools"], traced)
    instruments = _instruments(tree, listed["instruments"])
    shelf = Shelf(tools, instruments)
    modules = _modules(tree, "modules", listed["modules"], shelf, traced)
    modules |= _modules(tree, "boosters", listed["boosters"], shelf, traced)
    return Programme(
        locale=tree.locale,
        modules=modules,
        course=_modules(tree, "course", listed["course"], Shelf(), traced),
        tools=tools,
        instruments=instruments,
        pages=_pages(tree),
        consent_version=listed["consent_version"] or 1,
        **values,
    )


def _tools(tree: Tree, listed: tuple[str, ...], traced: dict[str, list[Traced]]) -> dict[str, Tool]:
    tools = {}
    programme = tree.pair("programme.md")
    for tool_id in dict.fromkeys(listed):
        if pair := tree.pair(f"tools/{tool_id}.md", named_in=programme, word="tools"):
            tool, found = read_tool(pair, tool_id)
            tools[tool_id] = replace(tool, edition=tree.hashes.get(tool.name, ""))
            traced[tool.name] = found.traced
    return tools


def _instruments(tree: Tree, listed: tuple[str, ...]) -> dict[str, Questionnaire]:
    instruments = {}
    programme = tree.pair("programme.md")
    for instrument_id in dict.fromkeys(listed):
        if pair := tree.pair(f"instruments/{instrument_id}.md", named_in=programme, word="instruments"):
            instruments[instrument_id] = read_instrument(pair, instrument_id)
    return instruments


def _modules(
    tree: Tree, word: str, listed: tuple[str, ...], shelf: Shelf, traced: dict[str, list[Traced]]
) -> dict[str, Module]:
    """Read the modules, or the lessons of the course."""
    modules = {}
    for module_id in dict.fromkeys(listed):
        base: Literal["modules", "course"] = "course" if word == "course" else "modules"
        module, traced[f"{base}/{module_id}"] = read_module(tree, module_id, shelf, base=base, word=word)
        edition = tree.hashes.get(module.name, "") if base == "modules" else ""  # a lesson keeps no answers
        modules[module_id] = replace(module, edition=edition)
    return modules


def _pages(tree: Tree) -> dict[str, InfoPage]:
    pages = {}
    for name in tree.names("pages"):
        if pair := tree.pair(f"pages/{name}.md"):
            pages[name] = read_page(pair, name)
    return pages
