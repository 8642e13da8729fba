"""How each kind of question set is measured: one file per kind; `steps` yields the work."""
