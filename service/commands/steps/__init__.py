"""Building blocks of commands: settings, engines, terminal output, progress."""
