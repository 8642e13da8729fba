"""NLWeb: questions to a site, answered with objects of schema.org."""
