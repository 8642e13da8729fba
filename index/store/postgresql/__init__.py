"""A PostgreSQL database: tables, connections, locks, and what is wrong when something is."""
