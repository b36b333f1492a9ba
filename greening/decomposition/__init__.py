"""What a change of emissions between two years is accounted for by: the rows of both years side by side, cell by cell, exact to the last kilogram."""
