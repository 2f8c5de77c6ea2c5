"""The patient's workbook: all that was written, read together, and searched."""
