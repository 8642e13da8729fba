"""Benchmarks of speed, memory, crashes and load, mostly as ratios within one run."""
