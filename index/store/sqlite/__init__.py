"""SQLite: tables, connections, locks and diagnostics."""
