"""The attribution tagger: a small network that reads sentences beside the rules."""
