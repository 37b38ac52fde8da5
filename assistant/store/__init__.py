"""What people asked, were answered and thought of it: kept in SQLite, or any database by its URL."""
