"""A web page: its article, text, dates, and parts left out."""
