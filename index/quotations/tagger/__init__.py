"""The attribution tagger: a small network that complements the rules."""
