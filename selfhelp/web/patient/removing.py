"""Removing an entry asks nothing: for half an hour it can be brought back as it was."""

from uuid import UUID

from flask import flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from selfhelp.care import removed
from selfhelp.web import database
from selfhelp.web.access import mine
from selfhelp.web.desk import now
from selfhelp.web.patient.blueprint import bp
from selfhelp.web.patient.toolbox import back_to, my_tool


@bp.post("/toolbox/<tool_id>/<uuid:entry_id>/remove")
def remove_entry(tool_id: str, entry_id: UUID) -> ResponseReturnValue:
    """Remove an entry. The page that follows says so, and has a button that brings it back."""
    this = my_tool(tool_id)
    removed.remove(database.session(), mine=mine(), wanted=entry_id, now=now())
    database.session().commit()
    return redirect(back_to(this), 303)


@bp.post("/toolbox/<tool_id>/<uuid:entry_id>/undo")
def undo_removal(tool_id: str, entry_id: UUID) -> ResponseReturnValue:
    """Bring an entry back, or say that it is gone for good."""
    this = my_tool(tool_id)
    is_back = removed.bring_back(database.session(), mine=mine(), wanted=entry_id, now=now())
    database.session().commit()
    flash(gettext("It is back.") if is_back else gettext("It is more than half an hour ago, so it is gone."))
    return redirect(back_to(this), 303)
