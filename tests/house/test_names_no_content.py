"""The engine knows no content by its name: no module, step, tool, character, questionnaire or drawing.

What an author calls something is data. An id that is also a word of the engine's own stands below, with why.
"""

import ast
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import jinja2
from people import shipped_catalogue

from selfhelp.settings import shipped

ENGINE = Path(__file__).parents[2] / "selfhelp"
DEMO = "demo"  # files that begin so show the shipped programme, and may know it
OWN_WORDS: Mapping[str, str] = {
    "answers": "what can be shared, a table, and a block of a questionnaire",
    "card": "what can be shared, and a kind of exercise",
    "progress": "what can be shared, and a table",
    "scores": "what can be shared",
    "chain": "a view of tools",
    "ladder": "a view of tools",
    "people": "a view of tools",
    "goals": "a block of programme.md",
    "home-practice": "a kind of exercise",
    "plan": "a kind of exercise",
    "link": "a command that makes one, and the reason to make one",
    "challenge": "what a passkey answers",
    "modules": "a folder, and a list in programme.md",
    "words": "a folder, and a part of many dictionaries",
    "rules": "a part of the messages to authors",
    "why": "a column of the log",
    "small-thing": "an example in a message to authors",
    "welcome": "what the first step of a new module is called until its author renames it",
    "safety": "what a tool can be for",
}
LITERAL = re.compile(r"""(['"`])((?:(?!\1).)*)\1""")
HYPHENED = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+(?:\.\w+)?")


@cache
def ids() -> frozenset[str]:
    """Every name that the shipped content gives something."""
    programme = shipped_catalogue().source
    modules = {**programme.modules, **programme.course}
    steps = {step.id for module in modules.values() for step in module.steps}
    named = (programme.tools, programme.instruments, programme.characters, programme.shares, programme.curves)
    media = {path.name for path in (shipped("content") / "nb" / "media").iterdir()}
    return frozenset({*modules, *steps, *(name for group in named for name in group), *media})


def in_python(text: str) -> Iterator[str]:
    tree = ast.parse(text)
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}  # docstrings
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node.value
            yield from HYPHENED.findall(node.value)


def in_template(text: str) -> Iterator[str]:
    for _, kind, value in jinja2.Environment(autoescape=True).lex(text):
        if kind == "string":
            yield value[1:-1]
        elif kind == "data":
            yield from HYPHENED.findall(value)


def in_script(text: str) -> Iterator[str]:
    for match in LITERAL.finditer(text):
        yield match[2]
        yield from HYPHENED.findall(match[2])


def found() -> Iterator[tuple[str, str]]:
    """Every id of the content that stands in the engine, and the file."""
    readers = {".py": in_python, ".html": in_template, ".txt": in_template, ".js": in_script}
    for file in sorted(ENGINE.rglob("*")):
        name = file.relative_to(ENGINE).as_posix()
        is_ours = file.suffix in readers and not file.name.startswith(DEMO)
        if is_ours and not name.startswith(("care/words/", "translations/", "content/writing/skeletons/")):
            for word in readers[file.suffix](file.read_text(encoding="utf-8")):
                if word in ids():
                    yield word, name


def test_the_engine_names_no_content() -> None:
    assert len(ids()) > 100
    assert sorted({(word, name) for word, name in found() if word not in OWN_WORDS}) == []


def test_every_word_of_the_engines_own_is_still_needed() -> None:
    assert set(OWN_WORDS) - {word for word, _ in found()} == set()


def test_a_name_in_any_kind_of_file_would_be_found() -> None:
    assert "safety-plan" in in_python('go("safety-plan")')
    assert "safety-plan" in in_template('{{ url_for("patient.tool", tool_id="safety-plan") }}')
    assert "safety-plan" in in_template('<a href="/toolbox/safety-plan">')
    assert "evening.svg" in in_template('{{ url_for("public.media", name="evening.svg") }}')
    assert "phq-9" in in_script("const of = 'phq-9';")
