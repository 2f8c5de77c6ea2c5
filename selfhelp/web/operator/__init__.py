"""The operator's pages: figures in which nobody can be found, and nothing else."""
