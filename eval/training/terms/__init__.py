"""Training the network that finds important words in earlier turns."""
