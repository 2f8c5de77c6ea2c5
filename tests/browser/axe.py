"""axe-core, asked about a page without disturbing it.

The page's policy forbids scripts that are not its own, and it should. So axe runs in a world of its own
beside the page's; where scripts are off, a twin of the page with scripts allowed is looked at.
"""

from functools import cache
from pathlib import Path

from playwright.sync_api import Page, Route

SOURCE = Path(__file__).parent / "vendor" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# From the top: further down the page's sticky head lies over something, which scrolls free.
ASK = f"""scrollTo(0, 0); axe.run(document, {{ resultTypes: ['violations'], runOnly: {TAGS} }}).then(
  (found) => found.violations.flatMap(({{ id, nodes }}) => nodes.map(
    (node) => `${{id}}: ${{node.target}}: ${{node.failureSummary}} ${{node.html.slice(0, 200)}}`)))"""
A_PAGE = "text/html; charset=utf-8"


def found_on(page: Page) -> list[str]:
    """Return what axe finds on a page, one sentence each."""
    session = page.context.new_cdp_session(page)
    frame = session.send("Page.getFrameTree")["frameTree"]["frame"]["id"]
    world = session.send("Page.createIsolatedWorld", {"frameId": frame, "worldName": "axe"})
    within = {"contextId": world["executionContextId"], "returnByValue": True}
    session.send("Runtime.evaluate", {"expression": f"{_source()};0", **within})
    answer = session.send("Runtime.evaluate", {"expression": ASK, "awaitPromise": True, **within})
    session.detach()
    if "exceptionDetails" in answer:
        raise RuntimeError(f"axe stumbled: {answer['exceptionDetails']}")
    found: list[str] = answer["result"]["value"]
    return found


def found_on_twin(page: Page, twin: Page) -> list[str]:
    """Return what axe finds on a page whose scripts are off, by showing its text in a twin whose are not."""
    html = page.content().replace("main.js", "none.js")
    address = page.url.partition("#")[0]

    def answer(route: Route) -> None:
        if route.request.url.partition("#")[0] == address:
            route.fulfill(status=200, content_type=A_PAGE, body=html)
        elif "none.js" in route.request.url:
            route.fulfill(status=200, content_type="text/javascript", body="")
        else:
            route.continue_()

    twin.route("**/*", answer)
    twin.goto(address)
    found = found_on(twin)
    twin.unroute("**/*", answer)
    return found


@cache
def _source() -> str:
    return SOURCE.read_text(encoding="utf-8")
