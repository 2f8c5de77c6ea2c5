"""The application of `apps.py`, for all tests beside this file."""

from apps import app, comes, desk, gp, patient, session, settings, surgery

__all__ = ["app", "comes", "desk", "gp", "patient", "session", "settings", "surgery"]
