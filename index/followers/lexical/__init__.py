"""The lexical index: tantivy, fed by the change log, queried by questions and completions."""
