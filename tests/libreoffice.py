"""LibreOffice as a reviewer: opens a Word file, edits it with changes recorded, and saves it."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from conftest import missing

SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"><item oor:path="/org.openoffice.Setup/Office">
<prop oor:name="ooSetupInstCompleted" oor:op="fuse"><value>true</value></prop></item></oor:items>"""
"""Says that the profile is set up: else LibreOffice puts its own macros in the place of these."""

LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard"
 library:readonly="false" library:passwordprotected="false">{}</library:library>"""

LIBRARIES = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:libraries PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "libraries.dtd">
<library:libraries xmlns:library="http://openoffice.org/2000/library" xmlns:xlink="http://www.w3.org/1999/xlink">
<library:library library:name="Standard" xlink:href="$(USER)/basic/Standard/{}.xlb/" xlink:type="simple"
 library:link="false"/></library:libraries>"""

MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Review"
 script:language="StarBasic"><![CDATA[{}]]></script:module>"""

BASIC = """
Dim document As Object

Sub Edit
    Dim hidden(0) As New com.sun.star.beans.PropertyValue
    Dim saved(0) As New com.sun.star.beans.PropertyValue
    hidden(0).Name = "Hidden" : hidden(0).Value = True
    saved(0).Name = "FilterName" : saved(0).Value = "MS Word 2007 XML"
    document = StarDesktop.loadComponentFromURL("{source}", "_blank", 0, hidden())
    document.RecordChanges = {tracked}
    {steps}
    document.storeToURL("{target}", saved())
    document.close(True)
    StarDesktop.terminate()
End Sub

Function Found(words As String) As Object
    Dim search As Object
    search = document.createSearchDescriptor()
    search.SearchString = words
    Found = document.findFirst(search)
End Function

Sub Replace(old As String, words As String)
    Found(old).String = words
End Sub

Sub Begin(words As String)
    Dim place As Object
    place = Found(words)
    place.Text.insertControlCharacter(place.End, com.sun.star.text.ControlCharacter.PARAGRAPH_BREAK, False)
End Sub

Sub Add(old As String, words As String)
    Dim place As Object
    place = Found(old)
    place.Text.insertString(place.End, words, False)
End Sub

Sub Raise(old As String, words As String)
    Dim place As Object, cursor As Object
    place = Found(old)
    cursor = place.Text.createTextCursorByRange(place.End)
    cursor.CharEscapement = 33 : cursor.CharEscapementHeight = 58
    place.Text.insertString(cursor, words, False)
End Sub

Sub Join(words As String)
    Dim place As Object, cursor As Object
    place = Found(words)
    cursor = place.Text.createTextCursorByRange(place.End)
    cursor.gotoEndOfParagraph(False)
    cursor.goRight(1, True)
    cursor.String = ""
End Sub

Sub Annotate(old As String, words As String)
    Dim place As Object, note As Object
    place = Found(old)
    note = document.createInstance("com.sun.star.text.Footnote")
    place.Text.insertTextContent(place.End, note, False)
    note.String = words
End Sub

Sub Settle(what As String)
    Dim orders As Object, frame As Object
    orders = createUnoService("com.sun.star.frame.DispatchHelper")
    frame = document.CurrentController.Frame
    orders.executeDispatch(frame, ".uno:" & what & "AllTrackedChanges", "", 0, Array())
End Sub

Sub Remark(old As String, words As String)
    Dim place As Object, note As Object
    place = Found(old)
    note = document.createInstance("com.sun.star.text.textfield.Annotation")
    Dim moment As New com.sun.star.util.DateTime
    moment.Year = 2026 : moment.Month = 11 : moment.Day = 21
    note.Author = "Bea Reviewer" : note.Content = words : note.DateTimeValue = moment
    place.Text.insertTextContent(place, note, True)
End Sub
"""


def edit(source: Path, target: Path, steps: Sequence[str], *, tracked: bool = True) -> bytes:
    """Return a Word file after steps in Basic.

    They are Replace, Add and Raise (text behind another), Begin (a paragraph behind a text), Join (a
    paragraph with the next), Remark, Annotate (by a note), and Settle (Accept or Reject all changes).
    """
    program = shutil.which("soffice") or missing("LibreOffice")
    folder = target.parent / f"{target.stem}-profile/user/basic/Standard"
    folder.mkdir(parents=True)
    (folder / "script.xlb").write_text(LIBRARY.format('<library:element library:name="Review"/>'))
    (folder / "dialog.xlb").write_text(LIBRARY.format(""))
    (folder.parents[1] / "registrymodifications.xcu").write_text(SETTINGS)
    for kind in ("script", "dialog"):
        (folder.parent / f"{kind}.xlc").write_text(LIBRARIES.format(kind))
    lines = "\n".join(steps)
    basic = BASIC.format(source=source.as_uri(), target=target.as_uri(), steps=lines, tracked=tracked)
    (folder / "Review.xba").write_text(MODULE.format(basic), encoding="utf-8")
    profile = f"-env:UserInstallation={folder.parents[2].as_uri()}"
    command = [program, profile, "--headless", "--norestore", "macro:///Standard.Review.Edit"]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return target.read_bytes()
