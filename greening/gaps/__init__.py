"""Gap filling: what a submission says that it lacks, or plainly lacks, estimated by the first way that holds and flagged row by row.

`topics` names what can be filled, `records` reads a year's rows and places, `declared` what the coverage table allows, `months`, `last_year`,
`intensities` and `proxies` are the ways in their order, `filling` climbs them, and `marks` carries the flags into the products.
"""
