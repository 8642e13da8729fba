"""Article identity: earlier claims, and how similar the texts are."""
