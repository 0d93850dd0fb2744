"""A Word file that comes back from a reviewer, and what its changes are in the sections.

- `archive` reads the file as one that anybody may have made;
- `wordtext` has its text, each piece kept, inserted or deleted, with the comments in it;
- `provenance` knows of every printed character of the brief where it stands in Markdown;
- `ancestry` puts the changes on the brief as it is today;
- `edits` turns them into edits of the sections, or into faults; `escaping` writes what is new.

In texts here a paragraph ends with END, and what is no text is one character: NOTE, PICTURE, OBJECT.
"""
