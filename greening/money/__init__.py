"""Money: what was needed, budgeted and spent, in which currency, and which savings paid for what."""
