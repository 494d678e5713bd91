"""Many things from one file: read, looked at without a trace, then made all together or not at all."""
