"""What goes out to the organizations of a cycle and what comes back: templates, importers, receipts, requests, findings and letters."""
