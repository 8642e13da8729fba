"""The SQLite file: tables, connections, locks, and what is wrong with it when something is."""
