"""The frames: the application's own pages, opened as one of the clinic's people.

Who looks, in which language and at which reading of the content, stands in the address. Nobody logs in.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from types import ModuleType
from typing import Any

from flask import Flask, Request, Response, abort, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager
from werkzeug.local import LocalProxy

from selfhelp.care.visits import Visitor
from selfhelp.content.everything import SOURCE
from selfhelp.content.model import Programme
from selfhelp.exercises.tool import Tool
from selfhelp.web import gp, patient, public
from selfhelp.web.access import SignedIn, Stranger, is_from_elsewhere
from selfhelp.web.gp import blueprint as of_gp
from selfhelp.web.patient import blueprint as of_patient
from selfhelp.web.preview.clinic import Clinic, Who
from selfhelp.web.preview.look import Look, LookConverter
from selfhelp.web.preview.subject import Subject
from selfhelp.web.preview.workshop import Reading, Workshop
from selfhelp.web.words import STATIC, versioned

PRINTED = {"join.code": "/start", "join.by_link": "/start/code"}  # on paper they stand as they are
FRAME = "/as/<look:look>"
# An author's link to a page of the application: it stands in prose as the patient's address.
AUTHORS_LINK = re.compile(r'(?<= href=")/(?!as/|static/|styles/|elsewhere)')
DARK = "(prefers-color-scheme:dark)"


def init_app(app: Flask, workshop: Workshop) -> None:
    """Take the application's pages in, and let each be opened as the address says."""
    app.url_map.converters["look"] = LookConverter
    app.extensions["selfhelp"] = LocalProxy(lambda: g.desk)
    app.url_value_preprocessor(_take_look)
    app.url_defaults(_keep_look)
    app.url_build_error_handlers.append(_lead_out)
    people = LoginManager(app)
    people.anonymous_user = Stranger
    people.request_loader(_who_looks)
    app.jinja_env.globals["csrf_token"] = lambda: ""
    app.before_request(_refuse_others)
    app.before_request(lambda: _sit_down(workshop))
    app.teardown_request(lambda _error: _stand_up(workshop))
    app.context_processor(_in_this_light)
    app.after_request(_keep_inside)
    for package in (patient, gp):
        _open_all(package)
    app.register_blueprint(public.bp, url_prefix=FRAME)
    app.register_blueprint(of_patient.bp, url_prefix=FRAME)
    app.register_blueprint(of_gp.bp, url_prefix=f"{FRAME}/gp")


def look_here() -> Look:
    """Return how this frame is looked at."""
    look: Look = g.look
    return look


def programme_here() -> Programme:
    """Return the programme as this frame shows it."""
    found: Programme = g.desk.library.catalogue[look_here().language]
    return found


def _open_all(package: ModuleType) -> None:
    """Import every file of a room: importing adds its routes to the blueprint."""
    for each in iter_modules([str(Path(package.__file__ or "").parent)]):
        import_module(f"{package.__name__}.{each.name}")


def _take_look(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    g.look = values.pop("look", None) if values else None


def _keep_look(endpoint: str, values: dict[str, Any]) -> None:
    is_here = endpoint in current_app.view_functions
    if is_here and g.get("look") and current_app.url_map.is_endpoint_expecting(endpoint, "look"):
        values.setdefault("look", g.look)


def _lead_out(_error: Exception, endpoint: str, _values: dict[str, Any]) -> str:
    """Return where a link leads whose page the preview does not have: logging in, an account."""
    return PRINTED.get(endpoint, "/elsewhere")


def _who_looks(_request: Request) -> SignedIn | None:
    """Return whose page this is; a stranger's outside the frames, and on the page that greets strangers."""
    if "subject" not in g or g.subject.endpoint == "public.front":
        return None
    of_doctor = g.subject.of_doctor
    return SignedIn("", g.clinic.doctor(look_here().language) if of_doctor else patient_here())


def _refuse_others() -> None:
    """Refuse what another site sends: these pages are for who opened them here."""
    if request.method not in {"GET", "HEAD"} and is_from_elsewhere():
        abort(403)


def _sit_down(workshop: Workshop) -> ResponseReturnValue | None:
    """Let this frame's page be opened by whoever the address names."""
    look: Look | None = g.look
    if look is None:
        return None
    if request.method == "POST" and (language := request.form.get("locale")):
        return _in_other_words(look, language)
    subject = Subject(request.endpoint or "", request.view_args or {})
    newest = workshop.look().draft.catalogue
    files = subject.files(newest.source if newest else None)
    reading = workshop.reading_for(f"{name}/{file}" for file in files for name in (look.language, SOURCE))
    workshop.pages.acquire()
    g.sits = True
    g.locale, g.files = look.language, files
    g.clinic = _clinic(reading, look)
    g.desk = g.clinic.desk
    g.subject = subject
    return None


def patient_here() -> Visitor:
    """Return the patient whose answers this frame shows."""
    who = Who(look_here().language, look_here().answers, _module_asked(programme_here(), g.subject))
    found: Visitor = g.clinic.patient(who)
    return found


def _clinic(reading: Reading, look: Look) -> Clinic:
    clinic = reading.clinic(every=look.every)
    if clinic is None or look.language not in clinic.desk.library.catalogue.locales:
        abort(404)
    return clinic


def _module_asked(programme: Programme, subject: Subject) -> str:
    """Return the module the patient has come to: the page's own, or the one that brings its tool."""
    wanted, tool = (str(subject.arguments.get(name, "")) for name in ("module_id", "tool_id"))
    if wanted in programme.modules:
        return wanted
    bring = (one.id for one in programme.modules.values() if tool in _ids(programme.tools_met(one.id)))
    return next(bring, next(iter(programme.modules), ""))


def _ids(tools: Iterable[Tool]) -> set[str]:
    return {tool.id for tool in tools}


def _stand_up(workshop: Workshop) -> None:
    if g.pop("sits", False):
        workshop.pages.release()


def _in_other_words(look: Look, language: str) -> ResponseReturnValue:
    """Show the page in the language whose button was pressed; what was typed is not kept for that."""
    here = request.form.get("next", request.path)
    there = here.replace(f"/as/{look}/", f"/as/{replace(look, language=language)}/", 1)
    return redirect(there if there.startswith("/as/") else url_for("preview.elsewhere"), 303)


def _keep_inside(response: Response) -> Response:
    """Let the links that stand in an author's prose lead to pages of this frame."""
    if g.get("look") and response.mimetype == "text/html":
        response.set_data(AUTHORS_LINK.sub(f"/as/{g.look}/", response.get_data(as_text=True)))
    return response


def _in_this_light() -> dict[str, Any]:
    """Give the templates of a frame the styles for its light, whatever the machine is set to."""
    look = g.get("look")
    return {"versioned": lambda name: _lit(name, look)} if look else {}


def _lit(name: str, look: Look) -> str:
    if name != "selfhelp.css":
        return versioned(name)
    return url_for("preview.styles", light="dark" if look.dark else "light")


def styles_in(light: str) -> str:
    """Return the styles as they are in this light."""
    written = (STATIC / "selfhelp.css").read_text(encoding="utf-8")
    fits, scheme = ("(min-width:0)", "dark") if light == "dark" else ("(max-width:0)", "light")
    return f"{written.replace(DARK, fits)}:root{{color-scheme:{scheme}}}"
