"""The nouns that the programs of the brief share."""
