"""What commands are made of: settings and engines opened, words printed, progress shown."""
