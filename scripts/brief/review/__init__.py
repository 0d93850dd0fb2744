"""A Word file that comes back from a reviewer, and what its changes are in the sections.

In the order in which they are used:

- `archive` reads the file as one that anybody may have made, `wordreader` its text: in pieces
  (`wordtext`) that are kept, inserted or deleted, with the comments in it;
- `units`, `blocks`, `matching` and `provenance` know of every printed character of the brief where
  it stands in Markdown;
- `changes` and `shapes` bring what the reviewer did to the brief as it is today (`merging`);
- `edits` and `notes` place it, `passages` and `rewriting` within paragraphs, `composing` and
  `escaping` write what is new, `refusals` say why something cannot be; all of it is a `draft`;
- `proof` holds what the edited sections print against what was meant; `patch` shows and makes it.

In texts here a paragraph ends with END, and what is no text is one character: NOTE, PICTURE, OBJECT.
"""
