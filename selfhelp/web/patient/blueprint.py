"""The patient's pages. Each file beside this one adds its own; who may open them stands in `web/access.py`."""

from flask import Blueprint

bp = Blueprint("patient", __name__)
