"""Pages to text by word positions: lines, columns, tables, then paragraphs."""
