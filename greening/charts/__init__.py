"""Charts of the report: each a function of the table that it draws."""
