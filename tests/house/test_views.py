"""Every way a tool's entries can be drawn is whole: a template, and no tool's words lost in it."""

from pathlib import Path

import pytest
from apps import Comes
from people import Patient, Surgery, shipped_catalogue
from web.written import whole, write

from selfhelp.exercises.tool import VIEWS, Tool

TEMPLATES = Path(__file__).parents[2] / "selfhelp" / "web" / "templates" / "tools"
TOOLS = shipped_catalogue()["nb"].tools
MANY = [tool.id for tool in TOOLS.values() if tool.keeps == "many"]


def said_with(tool: Tool) -> list[str]:
    """All that an entry says. What tells which rungs are done is told at the rungs."""
    rows = tool.rows(whole(tool))
    rungs, rest = tool.rungs(rows) if tool.view == "ladder" else ((), rows)
    return [words for words in (*(rung.words for rung in rungs), *(row.words for row in rest)) if words]


def test_every_view_has_a_template_and_every_template_a_view() -> None:
    assert {file.stem for file in TEMPLATES.glob("*.html")} == set(VIEWS)


@pytest.mark.parametrize("tool_id", TOOLS)
def test_the_sheet_shows_all_that_was_written_and_all_that_is_asked(
    comes: Comes, surgery: Surgery, patient: Patient, tool_id: str
) -> None:
    tool = TOOLS[tool_id]
    write(surgery, patient, tool_id, whole(tool), surgery.now)

    browser = comes(patient).opens(f"/toolbox/{tool_id}/sheet")

    assert [words for words in said_with(tool) if words not in browser.text] == []
    asked = [" ".join(block.text.html.striptags().split()) for block in tool.asking]
    assert [words for words in asked if words not in browser.text] == []


@pytest.mark.parametrize("tool_id", MANY)
def test_the_tools_page_shows_all_that_was_written(
    comes: Comes, surgery: Surgery, patient: Patient, tool_id: str
) -> None:
    tool = TOOLS[tool_id]
    write(surgery, patient, tool_id, whole(tool), surgery.now)

    browser = comes(patient).opens(f"/toolbox/{tool_id}")

    assert [words for words in said_with(tool) if words not in browser.text] == []
