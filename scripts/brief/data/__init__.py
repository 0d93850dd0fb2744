"""The data of the brief: CSV files and their description, read with the place of every cell."""
