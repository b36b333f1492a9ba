"""The chain: which organizations run, in which order, what is up to date, and papermill over the four notebooks."""
