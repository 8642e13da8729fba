"""Which article a document is: what was claimed before, and how alike the texts are."""
