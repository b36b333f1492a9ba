"""Commands of reviewers, who sign reports off."""
