"""What the report says: one function a section, each of the products of one organization and year."""
