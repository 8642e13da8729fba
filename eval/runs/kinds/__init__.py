"""What is measured of each kind of question set: one file each, whose `steps` yields the work."""
