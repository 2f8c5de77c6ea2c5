"""The preview's own pages: the map of the programme, one page in its frames, what has changed."""

from uuid import UUID

from flask import Blueprint, Response, abort, g, render_template, request, session
from flask.typing import ResponseReturnValue

from selfhelp.content.draft import Draft
from selfhelp.content.everything import SOURCE
from selfhelp.content.problems import Problem
from selfhelp.web.gp.follow_up import follow_up as gp_follow_up
from selfhelp.web.gp.slip import slip as gp_slip
from selfhelp.web.language import name_of
from selfhelp.web.preview import frames
from selfhelp.web.preview.bar import Bar
from selfhelp.web.preview.frames import FRAME, patient_here, programme_here
from selfhelp.web.preview.programme_map import map_of
from selfhelp.web.preview.subject import subject_of
from selfhelp.web.preview.workshop import Workshop

bp = Blueprint("preview", __name__)
WAITS = 5.0  # seconds; a page that is left holds its thread no longer
LIGHTS = ("light", "dark")


def workshop() -> Workshop:
    """Return the folder that is looked at."""
    found: Workshop = g.workshop
    return found


@bp.get("/")
def programme_map() -> ResponseReturnValue:
    """Show the whole programme, with what is to put right where."""
    draft = workshop().draft
    shown = map_of(draft) if draft.catalogue else None
    return render_template(
        "preview/map.html", map=shown, problems=draft.problems, language=g.speaks, mark=workshop().mark
    )


@bp.get("/see/", defaults={"page": ""})
@bp.get("/see/<path:page>")
def see(page: str) -> ResponseReturnValue:
    """Show one page in its frames, below the bar and what is to put right in its files."""
    draft = workshop().draft
    languages = draft.catalogue.locales if draft.catalogue else (SOURCE,)
    bar = Bar.read(request.args, languages)
    looks = bar.looks(languages)
    subject = subject_of(page, looks[0]) or abort(404)
    part = request.args.get("part", default=1, type=int)
    source = draft.catalogue.source if draft.catalogue else None
    return render_template(
        "preview/see.html",
        page=page,
        bar=bar,
        switches=bar.switches(languages, page, part),
        part=part,
        parts=subject.parts(source) if source else 1,
        frames=[(look.language, name_of(look.language), f"/as/{look}/{page}?part={part}") for look in looks],
        around=subject.around(source) if source else (),
        title=subject.title(source) if source else "",
        problems=draft.about(subject.files(source)),
        language=g.speaks,
        mark=workshop().mark,
    )


@bp.get("/changed")
def changed() -> ResponseReturnValue:
    """Answer as soon as there is something new to show, and after a while in any case."""
    return {"mark": workshop().wait(request.args.get("since", ""), WAITS)}


@bp.get("/styles/<light>.css")
def styles(light: str) -> ResponseReturnValue:
    """Send the application's styles as they are in one light."""
    return Response(frames.styles_in(light), mimetype="text/css") if light in LIGHTS else abort(404)


@bp.route("/elsewhere", methods=["GET", "POST"])
def elsewhere() -> ResponseReturnValue:
    """Say that a link leads to what the preview does not have."""
    return render_template("preview/nothing.html", problems=(), language=g.speaks, elsewhere=True)


@bp.get(f"{FRAME}/follow-up/<module_id>")
def follow_up(module_id: str) -> ResponseReturnValue:
    """Show the page the doctor reads of the patient who has come to the end of a module."""
    if module_id not in programme_here().modules:
        abort(404)
    return gp_follow_up(patient_here().enrolment_id or abort(404))


@bp.get(f"{FRAME}/slip")
def slip() -> ResponseReturnValue:
    """Show the sheet on which a patient gets the code."""
    session["slip"] = g.clinic.slip(g.look.language)
    shown = gp_slip(UUID(session["slip"]["of"]))
    session.clear()  # it was there for the application's own page, and goes into no cookie
    return shown


@bp.get(f"{FRAME}/page/<name>")
def page(name: str) -> ResponseReturnValue:
    """Show one of the author's pages, whatever it is for."""
    programme = programme_here()
    info = programme.pages.get(name) or abort(404)
    return render_template("public/page.html", info=info, programme=programme)


def problems_here(draft: Draft) -> tuple[Problem, ...]:
    """Return what is to put right in the files of the page asked for; else all there is."""
    return draft.about(g.get("files", ())) or draft.problems
