"""What a sentence is made of: units, words, quotation marks, noun phrases."""
