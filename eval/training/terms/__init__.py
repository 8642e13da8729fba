"""Training the network that finds the important words of earlier turns."""
