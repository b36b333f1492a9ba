"""What governing and oversight bodies ask, what was decided and agreed, and where each stands: one register for each kind."""
