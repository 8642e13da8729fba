"""Small networks on a processor: weights, tokens, graphs; shared by embedder, tagger and reader."""
