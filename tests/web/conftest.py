"""The application of `apps.py`, for all tests beside this file."""

from apps import app, at_an_ip_address, comes, desk, gp, patient, session, settings, surgery

__all__ = ["app", "at_an_ip_address", "comes", "desk", "gp", "patient", "session", "settings", "surgery"]
