"""Training the attribution tagger: examples, network, training, export, trust."""
