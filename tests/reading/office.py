"""LibreOffice, which accepts or rejects all changes of a Word file by a macro of ours."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from conftest import missing

MACRO = """<?xml version="1.0" encoding="UTF-8"?>
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Changes"
 script:language="StarBasic">
Sub Settle(source, what, target)
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden" : hidden(0).Value = True
  Dim word(0) As New com.sun.star.beans.PropertyValue
  word(0).Name = "FilterName" : word(0).Value = "MS Word 2007 XML"
  opened = StarDesktop.loadComponentFromURL(source, "_blank", 0, hidden())
  helper = createUnoService("com.sun.star.frame.DispatchHelper")
  order = ".uno:" &amp; what &amp; "AllTrackedChanges"
  helper.executeDispatch(opened.CurrentController.Frame, order, "", 0, Array())
  opened.storeToURL(target, word())
  opened.close(True)
End Sub
</script:module>"""

LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard"
 library:readonly="false" library:passwordprotected="false">
<library:element library:name="Changes"/></library:library>"""


def settle(archive: bytes, what: str, folder: Path) -> bytes:
    """Return a Word file as LibreOffice writes it after `what`: Accept or Reject."""
    office = shutil.which("soffice") or missing("LibreOffice")
    command = [office, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    macros = folder / "profile/user/basic/Standard"
    if not macros.exists():  # the first start makes a profile, and leaves none of what is there
        subprocess.run([*command, "--terminate_after_init"], capture_output=True, check=True, timeout=60)
    (macros / "Changes.xba").write_text(MACRO, encoding="utf-8")
    (macros / "script.xlb").write_text(LIBRARY, encoding="utf-8")
    source, target = folder / "source.docx", folder / f"{what}.docx"
    source.write_bytes(archive)
    call = f'macro:///Standard.Changes.Settle("{source.as_uri()}","{what}","{target.as_uri()}")'
    subprocess.run([*command, call], capture_output=True, check=True, timeout=60)
    return target.read_bytes()
