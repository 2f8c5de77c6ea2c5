"""What authors write: read, checked, and held as frozen values."""
