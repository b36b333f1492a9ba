"""What another set of factors would change, before anything is published: computed in memory, from the validated rows that are there."""
