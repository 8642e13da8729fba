"""Forms: responses to plain requests, made only of words from the articles."""
