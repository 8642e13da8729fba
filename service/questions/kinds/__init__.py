"""The kind of answer wanted: quotations, a definition, a type, a form."""
