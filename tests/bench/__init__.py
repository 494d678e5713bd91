"""The speeds of the product, measured: `make bench`.

A module `bench_….py` here has `lines() -> Iterator[Line]`, one for each figure to reach. It may fill the database, which is fresh and thrown away.
"""
