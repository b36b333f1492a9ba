"""What makes a cell readable at all: text cells become typed values by the declaration of their table.

`casting` does it for a whole submission; `cells` and `codes` read one kind of cell each.
"""
