"""What is kept: tables, encryption, keys and the database itself."""
