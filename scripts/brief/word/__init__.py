"""Word files: what the writer of the brief and the import of a review share."""
