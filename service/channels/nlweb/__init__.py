"""NLWeb: questions to a site, answered with schema.org objects."""
