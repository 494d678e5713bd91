"""The filing document: frozen, exact, free of database, requests and clock."""
