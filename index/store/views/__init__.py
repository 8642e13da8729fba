"""Views for readers with restricted access: a copy of a collection per set of labels."""
