"""Scripts that build what is shipped; nothing here runs when reports are made."""
