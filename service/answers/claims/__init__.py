"""Claims in quotes: whether two agree or contradict each other."""
