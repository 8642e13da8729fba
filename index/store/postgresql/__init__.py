"""PostgreSQL: tables, connections, locks and diagnostics."""
