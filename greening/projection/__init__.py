"""Where emissions lead: business as usual, the planned actions laid on it, what exemptions change, and travel measures as what-ifs."""
