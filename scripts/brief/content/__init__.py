"""What editors write, read: sections, sources, metadata, design, each with its places."""
