"""What may be wrong with a suite of rules, told before anything is judged: by its structure and by what its words mean.

Nothing here needs great_expectations, which takes seconds to import.
"""
