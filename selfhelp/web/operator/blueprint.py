"""The operator's pages. Who may open them stands in `web/access.py`."""

from flask import Blueprint

bp = Blueprint("operator", __name__)
