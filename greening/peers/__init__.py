"""The members of a group beside each other: what each reports, for how many people, and which of them are alike."""
