"""Deeds and questions: what patients and GPs do, in plain Python over a database session."""
