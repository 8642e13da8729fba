"""Small networks on a CPU: weights, tokens, graphs; shared by embedder, tagger and reader."""
