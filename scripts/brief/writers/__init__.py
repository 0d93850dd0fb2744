"""What each format makes of the manuscript."""
