"""Jobs: what is to be done in the background, and the files that were sent for it."""
