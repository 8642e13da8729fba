"""The index of words: tantivy, fed by the change log, asked by questions and completions."""
