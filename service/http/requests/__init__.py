"""What a request may be: who may send it, and how its parameters and its body are read."""
