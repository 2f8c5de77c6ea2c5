"""Drills of what goes wrong with a whole installation, and the planted bugs that each must notice."""
