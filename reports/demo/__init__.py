"""The demonstration: an invented city, 云汀市, with last year approved and this year in every state."""
