"""Environmental management: actions, their ranking and checks, and what each place of work has set up."""
