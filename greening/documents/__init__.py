"""Documents made from a report's figures beside its page, as HTML and as word-processor files."""
