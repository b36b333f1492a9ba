"""The review of reports: the record of its states, what is reviewed, comments, and the reviewer's page."""
