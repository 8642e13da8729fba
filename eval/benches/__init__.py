"""Benchmarks: speed, memory, crashes and load, as ratios within one run."""
