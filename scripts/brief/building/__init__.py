"""A build of the brief: which files, which settings, which code, and what happened."""
