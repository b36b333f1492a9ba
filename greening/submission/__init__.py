"""What an organization hands in: the files of its folder, read into one table of text cells for each submission table.

`loading` reads a whole submission; `peek` says who it is from and whether it changed, without pandas.
"""
