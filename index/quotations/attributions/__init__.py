"""Attributions: who said what, by the grammar around a cue."""
