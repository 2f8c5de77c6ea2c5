"""Benchmarks: processor time as ratios against a bare page in the same run; never a verdict."""
