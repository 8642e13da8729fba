"""Shared by all trainings: the loop, checkpoints, the log, export and scoring."""
