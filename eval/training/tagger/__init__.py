"""Training the tagger of attributions: examples, network, training, export, trust."""
