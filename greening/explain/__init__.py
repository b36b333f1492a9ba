"""The way back from a printed figure: to rows, factors, sources and files, and through all of them to the same number."""
