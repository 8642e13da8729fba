"""Forms: what plain requests are answered with, each made of words of the articles alone."""
