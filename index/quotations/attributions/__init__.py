"""Attributions: a cue with its source and content, found by the grammar around the cue."""
