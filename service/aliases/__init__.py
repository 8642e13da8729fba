"""Alternative names: "EU" for "European Union"."""
