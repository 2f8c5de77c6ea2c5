"""The tree that a browser hands to screen readers, written down a line a node."""

from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Page

Node = dict[str, Any]
THROUGH = {"generic", "none", "MenuListPopup", "Section"}  # say nothing of their own
LEFT_OUT = {"LabelText", "InlineTextBox", "LineBreak", "ListMarker", "Legend"}  # said with what they name
STATES = ("checked", "invalid", "expanded", "selected", "live")
WHOLE = {"StaticText", "image", "textbox", "Date"}  # what is inside is said already
INDENT = "  "


def told(page: Page, sign: str) -> list[str]:
    """Return the lines for each element that fits a selector."""
    session = page.context.new_cdp_session(page)
    session.send("Accessibility.enable")
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    root = session.send("DOM.getDocument", {"depth": 0})["root"]["nodeId"]
    found = session.send("DOM.querySelectorAll", {"nodeId": root, "selector": sign})["nodeIds"]
    wanted = [session.send("DOM.describeNode", {"nodeId": one})["node"]["backendNodeId"] for one in found]
    session.detach()
    by_id, by_element = ({node.get(name): node for node in nodes} for name in ("nodeId", "backendDOMNodeId"))
    return [line for one in wanted for line in _lines(by_element[one], by_id, "", "")]


def _lines(node: Node, by_id: dict[Any, Node], indent: str, live: str) -> Iterator[str]:
    role = node["role"]["value"]
    if role in LEFT_OUT:
        return
    if (not node["ignored"] and role not in THROUGH) or ("live" in _states(node) and not live):
        yield f"{indent}{_line(node, live)}"
        indent += INDENT
    name = _said(node, "name")
    for child in _below(node, by_id):
        if role not in WHOLE and (_said(child, "name") != name or not name):
            yield from _lines(child, by_id, indent, live or _states(node).get("live", ""))


def _below(node: Node, by_id: dict[Any, Node]) -> list[Node]:
    return [by_id[child] for child in node.get("childIds", ()) if child in by_id]


def _said(node: Node, part: str) -> str:
    return str(node.get(part, {}).get("value", ""))


def _line(node: Node, live: str) -> str:
    name, described, value = (_said(node, part) for part in ("name", "description", "value"))
    states = {state: said for state, said in _states(node).items() if not (state == "live" and live)}
    role = node["role"]["value"].replace("StaticText", "text")
    parts = [role, f"“{name}”" if name else "", f"= {value}" if value and role != "text" else ""]
    parts += [f"[{state}{'' if said == 'true' else ' ' + said}]" for state, said in states.items()]
    parts += [f"({described})" if described else ""]
    return " ".join(part for part in parts if part)


def _states(node: Node) -> dict[str, str]:
    said = {one["name"]: str(one["value"].get("value", "")).lower() for one in node.get("properties", ())}
    return {name: said[name] for name in STATES if said.get(name, "false") not in {"false", "off", ""}}
