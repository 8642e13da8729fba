"""Follow-ups in French, German and Spanish."""
