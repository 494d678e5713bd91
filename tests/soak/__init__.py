"""The long proofs that are no test of one module: `make soak`."""
