"""Articles in, hits out: the searchable truth that every answer stands on."""
