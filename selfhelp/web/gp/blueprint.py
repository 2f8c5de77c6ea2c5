"""The GP's pages: read-only on everything of a patient's. Who may open them stands in `web/access.py`."""

from flask import Blueprint

bp = Blueprint("gp", __name__, url_prefix="/gp")
