"""The GP's pages. Nothing here changes anything of a patient's."""
