"""Pages to text, by the places of their words: lines, columns, tables, then paragraphs."""
