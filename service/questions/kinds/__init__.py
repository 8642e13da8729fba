"""What kind of answer is asked for: words, a definition, a type, a form."""
