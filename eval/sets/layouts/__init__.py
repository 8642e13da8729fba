"""Layouts of question sets: one file each."""
