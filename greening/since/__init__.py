"""What changed since the last run that changed a report: its figures, its findings, its sentences, and why."""
