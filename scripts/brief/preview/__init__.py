"""The preview: a page on loopback that follows the files while an editor writes.

`watching` says when something was saved, `steps` redoes what hangs on it, `board` holds what
is shown, `server` hands it to the browser. `preview_brief.py` joins them to the build's programs.
"""
