"""What reviewers do to sign reports off: moves, comments, and their tables."""
