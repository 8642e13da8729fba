"""What those see who do not see every article: a copy of a collection for each set of labels."""
