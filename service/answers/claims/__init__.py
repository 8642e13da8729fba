"""What quotes claim: whether two say the same, and whether they contradict each other."""
