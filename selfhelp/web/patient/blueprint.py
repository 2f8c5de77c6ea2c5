"""The patient's pages. Each file here adds its own; who may open them stands in `web/access.py`."""

from flask import Blueprint

bp = Blueprint("patient", __name__)
