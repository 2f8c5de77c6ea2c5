"""The preview as an application of its own: it serves an author on this machine, and keeps nothing."""

import logging
import secrets
from pathlib import Path
from typing import Any

from flask import Flask, Response, abort, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import refresh
from werkzeug.exceptions import HTTPException

from selfhelp.content.messages import LANGUAGES
from selfhelp.content.model import Catalogue, Programme
from selfhelp.web import headers, language, words
from selfhelp.web.headers import POLICY
from selfhelp.web.language import NEAR_BOKMAL
from selfhelp.web.preview import frames, pages
from selfhelp.web.preview.workshop import Workshop

HERE = frozenset({"127.0.0.1", "localhost"})
# What the author's own pages say is the interface's, whatever the content says.
INTERFACE = Catalogue({code: Programme(locale=code, title="") for code in LANGUAGES}, digest="interface")
ITS_OWN_FRAMES = POLICY.replace("frame-ancestors 'none'", "frame-ancestors 'self'; frame-src 'self'")
NOT_HERE, OUR_FAULT = 404, 500
log = logging.getLogger(__name__)


def create_preview(folder: Path) -> Flask:
    """Make the preview of a content folder, and read it once, with every check."""
    app = Flask(__name__.split(".", 1)[0], template_folder="web/templates", static_folder="web/static")
    # Nobody logs in: the key only lets a page say once that something was saved.
    app.config.update(
        SECRET_KEY=secrets.token_hex(), SESSION_COOKIE_NAME="preview", SESSION_COOKIE_SAMESITE="Strict"
    )
    workshop = Workshop(folder)
    workshop.check()
    app.url_defaults(_keep_language)
    app.before_request(_refuse_other_names)
    app.before_request(lambda: _begin(workshop))
    language.init_app(app)
    words.init_app(app)
    headers.init_app(app, secure=False)
    frames.init_app(app, workshop)
    app.register_blueprint(pages.bp)
    app.after_request(_allow_own_frames)
    app.register_error_handler(Exception, _told)
    return app


def _refuse_other_names() -> None:
    """Refuse a request for another host: a site whose name was turned to this machine could read along."""
    if request.host.partition(":")[0] not in HERE:
        abort(Response(status=403))


def _begin(workshop: Workshop) -> None:
    g.workshop = workshop
    g.locale = g.speaks = _language()
    if g.look is None:
        g.catalogue = INTERFACE


def _language() -> str:
    """Return the language of the bar: as the address says, or the browser."""
    for wanted in (request.args.get("lang", ""), *request.accept_languages.values()):
        code = wanted.lower().partition("-")[0]
        if (code := NEAR_BOKMAL.get(code, code)) in LANGUAGES:
            return code
    return LANGUAGES[0]


def _keep_language(endpoint: str, values: dict[str, Any]) -> None:
    if endpoint in {"preview.see", "preview.programme_map"} and (wanted := request.args.get("lang")):
        values.setdefault("lang", wanted)


def _allow_own_frames(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = ITS_OWN_FRAMES
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response


def _told(error: Exception) -> ResponseReturnValue:
    """Say what is to put right where a page cannot be shown. A mistake of an author's is no fault of ours."""
    code = (error.code or OUR_FAULT) if isinstance(error, HTTPException) else OUR_FAULT
    if isinstance(error, HTTPException) and error.response is not None:
        return error
    draft = g.workshop.draft if "workshop" in g else None
    if code == OUR_FAULT and not (draft and draft.broken):
        log.error("unforeseen: error=%s", type(error).__name__, exc_info=error)
    g.catalogue, g.locale = INTERFACE, g.speaks
    refresh()
    problems = pages.problems_here(draft) if draft else ()
    page = render_template(
        "preview/nothing.html", problems=problems, language=g.speaks, elsewhere=code == NOT_HERE
    )
    return page, code
