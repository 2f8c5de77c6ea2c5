"""The application of `apps.py`, for all tests beside this file."""

from apps import app, comes, desk, gp, patient, session, settings, surgery
from databases import migrated

__all__ = ["app", "comes", "desk", "gp", "migrated", "patient", "session", "settings", "surgery"]
