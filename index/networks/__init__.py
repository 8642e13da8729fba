"""Small CPU networks: weights, tokens, graphs; shared by embedder, tagger and reader."""
