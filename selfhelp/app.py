"""The factory: one function makes the application from its settings."""
