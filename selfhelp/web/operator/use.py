"""How much the programme is used, as a table and as curves: the same figures as `selfhelp stats`."""

from flask import render_template
from flask.typing import ResponseReturnValue

from selfhelp.care.use import use as figures_of_use
from selfhelp.web import database
from selfhelp.web.desk import catalogue, now
from selfhelp.web.operator.blueprint import bp


@bp.get("/use")
def use() -> ResponseReturnValue:
    """Show each month that is over, in figures from which nobody can be read out."""
    found = figures_of_use(database.session(), programme=catalogue().source, now=now())
    return render_template("operator/use.html", use=found)
