"""LibreOffice, with which the tests open and settle the documents that the library writes."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

SOFFICE = shutil.which("soffice")
needs_office = pytest.mark.needs("LibreOffice (soffice)", SOFFICE)

_MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" script:language="StarBasic">
Sub Settle(source As String, target As String, command As String)
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden"
  hidden(0).Value = True
  document = StarDesktop.loadComponentFromURL(source, "_blank", 0, hidden())
  dispatcher = createUnoService("com.sun.star.frame.DispatchHelper")
  Dim none() As New com.sun.star.beans.PropertyValue
  dispatcher.executeDispatch(document.CurrentController.Frame, ".uno:" &amp; command, "", 0, none())
  Dim filter(0) As New com.sun.star.beans.PropertyValue
  filter(0).Name = "FilterName"
  filter(0).Value = "MS Word 2007 XML"
  document.storeToURL(target, filter())
  document.close(True)
End Sub
</script:module>
"""


class Office:
    """LibreOffice with a profile of its own in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._profile = folder / "profile"
        # The first start makes the profile, with an empty module in it.
        self._run("--terminate_after_init")
        (self._profile / "user" / "basic" / "Standard" / "Module1.xba").write_text(_MODULE)

    def convert(self, file: Path, form: str) -> Path:
        """Return a document in another format."""
        self._run("--convert-to", form, "--outdir", str(self._folder / "made"), str(file))
        return self._folder / "made" / f"{file.stem}.{form.partition(':')[0]}"

    def settle(self, file: Path, command: str) -> Path:
        """Return a document with all tracked changes accepted or rejected; `command` is `Accept` or `Reject`."""
        target = self._folder / f"{file.stem}-{command}.docx"
        arguments = ",".join(f'"{words}"' for words in (file.as_uri(), target.as_uri(), f"{command}AllTrackedChanges"))
        self._run(f"macro:///Standard.Module1.Settle({arguments})")
        return target

    def _run(self, *arguments: str) -> None:
        assert SOFFICE is not None
        command = [SOFFICE, f"-env:UserInstallation={self._profile.as_uri()}", "--headless", *arguments]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
