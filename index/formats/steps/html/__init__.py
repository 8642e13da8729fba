"""A page: the article in it, its text, its dates, and what is left out."""
