"""A guided self-help course that a patient follows at home and a GP follows up."""
