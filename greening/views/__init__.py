"""Frames for rules to judge: the rows of each submission table with facts from elsewhere beside them, and facts about the whole.

`rows` gives one frame a submission table; `travel`, `places`, `years`, `completeness` and `gaps` give the frames that suites name as views.
expectations/README.md lists every column.
"""
