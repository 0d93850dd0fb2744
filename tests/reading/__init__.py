"""The outputs read back, each by its own format's means, into one form that tests compare."""
