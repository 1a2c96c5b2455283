"""Results to CSV, JSON and HTML, and the check of a report against the files it speaks of."""
