"""Request handling: access, parameters and bodies."""
