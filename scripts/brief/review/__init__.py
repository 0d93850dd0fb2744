"""A Word file that comes back from a reviewer, and what its changes are in the sections.

In the order in which they are used:

- `material` is what an import begins with: the brief as it is, and the file that came back;
- `archive` reads the file as one that anybody may have made; `marks` numbers its tracked changes and
  comments; `wordreader` and `storyreader` read its text in pieces (`wordtext`) that are kept, inserted
  or deleted, as `formats` says they look, with the comments in it (`remarks`);
- `units`, `blocks`, `matching` and `provenance` know of every printed character of the brief where
  it stands in Markdown;
- `comparing`, `changes` and `shapes` bring what the reviewer did to the brief as it is today (`merging`),
  and `settling` does so until the edited sections print what was meant (`printing`);
- `edits` and `notes` place it, `inserting` new paragraphs, `passages` and `rewriting` what is within
  paragraphs; `composing` and `escaping` write what is new, `moving` finds what is only moved;
  `differences` sees formatting that says something; `refusals`, `refusing` and `telling` say why
  something cannot be, and `datacells` where a table has its text from; all of it is a `draft`;
- `proof` holds what the edited sections print against what was meant; `patch` shows and makes it;
  `account` says what became of every mark.

In texts here a paragraph ends with END, and what is no text is one character: NOTE, PICTURE, OBJECT.
"""
