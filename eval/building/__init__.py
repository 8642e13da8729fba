"""Steps of building a question set: prompts, pages of an article, quoting, a file that grows."""
