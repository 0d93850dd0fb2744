"""The files that editors write, read with their places: sections, sources, metadata, design."""
