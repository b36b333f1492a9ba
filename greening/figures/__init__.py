"""Every figure that a report prints: computed here once, with its interval and the way it was made."""
