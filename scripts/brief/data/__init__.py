"""The data of the brief: CSV files and their description, read cell by cell, each with its place."""
