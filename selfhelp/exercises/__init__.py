"""The kinds of exercise, one file a kind."""
