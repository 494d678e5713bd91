"""Word and Excel files → the filing document, with the place of everything that could not be read."""
