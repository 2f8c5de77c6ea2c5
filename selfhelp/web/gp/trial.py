"""Trying a module as a patient: a doctor walks its short path, and nothing of it is kept."""

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from selfhelp.content.model import Module, Programme
from selfhelp.web import trial
from selfhelp.web.access import visitor
from selfhelp.web.desk import catalogue, now
from selfhelp.web.gp.blueprint import bp

TOO_LONG, CANNOT_TAKE = 413, 422


@bp.get("/try")
def tries() -> ResponseReturnValue:
    """List the modules that have a short path."""
    return render_template("gp/tries.html", programme=_programme())


@bp.route("/try/<module_id>", methods=["GET", "POST"])
def try_module(module_id: str) -> ResponseReturnValue:
    """Show where the path begins; answer one page of it with the next."""
    programme = _programme()
    module = programme.modules.get(module_id) or abort(404)
    if not module.short:
        abort(404)
    if request.method == "GET":
        return _start(module)
    if trial.is_too_long(request.form):
        return _start(module, too_long=True), TOO_LONG
    page = trial.walked(programme, module, request.form, digest=catalogue().digest, now=now())
    if page.is_before:
        return _start(module)
    template = "over" if page.is_over else "heavy" if page.warned_on else "page"
    shown = render_template(f"trial/{template}.html", page=page, programme=programme, **_ways(module))
    return shown, CANNOT_TAKE if page.tells_wrong else 200


def _start(module: Module, *, too_long: bool = False) -> str:
    return render_template(
        "trial/start.html", programme=_programme(), module=module, too_long=too_long, **_ways(module)
    )


def _ways(module: Module) -> dict[str, str]:
    """Return where the try's pages are sent, and the way out of it."""
    return {"here": url_for("gp.try_module", module_id=module.id), "out": url_for("gp.tries")}


def _programme() -> Programme:
    return catalogue()[visitor().locale]
