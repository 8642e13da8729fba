"""Word lists: cues, word classes, titles and given names."""
