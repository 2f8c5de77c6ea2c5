"""Writes authors' files: their canonical form, new ones, other ids, what a translation lacks."""
