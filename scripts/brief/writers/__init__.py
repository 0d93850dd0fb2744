"""The writers: the manuscript as PDF, HTML and DOCX, and the description of the brief for machines."""
