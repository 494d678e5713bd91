"""Reading, deciding and downloading."""
