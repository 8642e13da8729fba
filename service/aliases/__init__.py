"""Other names of what a question asks about: "EU" for "European Union"."""
