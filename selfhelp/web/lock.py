"""A GP's screen locks by itself: after a quarter of an hour the page gives way to the log-in page.

The server has ended the visit by then; this takes away what is still to be read on the screen. It is an HTTP
header, so it needs no script. The log-in page leads back to the very same page.
"""

from flask import Flask, Response, request

from selfhelp.care.visits import IDLE
from selfhelp.web.access import log_in_address
from selfhelp.web.access_list import ACCESS

OK = 200
AFTER_S = round(IDLE["gp"].total_seconds()) + 5  # by then the server finds the visit idle
# Pages with something typed, or shown only once: they stay, and hold nothing that a patient has written.
STAYS = frozenset({"gp.invite", "gp.slip", "gp.account"})


def init_app(app: Flask) -> None:
    """Let every page of a GP's that shows patients lock."""

    @app.after_request
    def lock_later(response: Response) -> Response:
        if _locks(response):
            response.headers["Refresh"] = f"{AFTER_S}; url={log_in_address(locked=True)}"
        return response


def _locks(response: Response) -> bool:
    of_gp = ACCESS.get(request.endpoint or "") == "gp" and request.endpoint not in STAYS
    return of_gp and response.status_code == OK and response.mimetype in {"text/html", "text/plain"}
