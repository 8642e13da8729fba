"""What the trainings share: the loop, checkpoints, the log, export and score."""
