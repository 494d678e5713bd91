"""What the pages show and ask for: one module a wizard step."""
