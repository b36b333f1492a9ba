"""The commands of pipeline.py, by who uses them: options onto one call, nothing computed here, and nothing heavy imported before it is called."""
