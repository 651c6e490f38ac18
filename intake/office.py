"""Old Word files, OpenDocument and RTF, turned into .docx by LibreOffice and opened as such."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from intake import word
from intake.draft import Draft
from intake.faults import Damaged, Locked, MissingProgram, TooLarge, TooSlow
from intake.limits import Budget
from intake.opened import FileKind
from intake.parts import parts_of

NAMES = {FileKind.DOC: "Word đời cũ (.doc)", FileKind.ODT: "OpenDocument (.odt)", FileKind.RTF: "RTF"}
LONGEST = 120.0
NULL = subprocess.DEVNULL
INSTALL = (
    "cần LibreOffice để mở: hãy cài bằng lệnh `apt install libreoffice-writer-nogui` (Debian, Ubuntu), "
    "hoặc mở bằng Word rồi lưu thành .docx"
)
MANIFEST = "META-INF/manifest.xml"


def opened(data: bytes, kind: FileKind, budget: Budget) -> Draft:
    """Open an old document by way of LibreOffice. Raise MissingProgram where it is not installed."""
    if kind is FileKind.ODT:
        _refuse_locked(data, budget)
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise MissingProgram(f"{budget.name} là tệp {NAMES[kind]}, {INSTALL}.")
    with tempfile.TemporaryDirectory(prefix="dunghan-") as folder:
        made = _converted(program, Path(folder), data, kind, budget)
    return word.opened(made, FileKind.DOCX, budget)


def _refuse_locked(data: bytes, budget: Budget) -> None:
    parts = parts_of(data, budget)
    if parts.has(MANIFEST) and any("encryption-data" in e.tag for e in parts.xml(MANIFEST).iter()):
        raise Locked(f"{budget.name} có đặt mật khẩu: hãy lưu một bản không đặt mật khẩu.")


def _converted(program: str, folder: Path, data: bytes, kind: FileKind, budget: Budget) -> bytes:
    source = folder / f"plan.{kind.value}"
    source.write_bytes(data)
    profile = (folder / "profile").as_uri()
    line = [program, f"-env:UserInstallation={profile}", "--headless", "--norestore", "--convert-to", "docx"]
    _run([*line, "--outdir", str(folder / "out"), str(source)], folder, budget)
    made = folder / "out" / "plan.docx"
    if not made.is_file():
        raise Damaged(f"{budget.name} ({NAMES[kind]}) bị hỏng, LibreOffice không mở được: hãy lưu lại thành .docx.")
    if made.stat().st_size > budget.limits.file_bytes:
        raise TooLarge(f"{budget.name} quá lớn; hãy tách lấy riêng phần kế hoạch.")
    return made.read_bytes()


def _run(line: list[str], folder: Path, budget: Budget) -> None:
    """Run LibreOffice in a session of its own, so that the process it starts ends with it."""
    home = {**os.environ, "HOME": str(folder)}
    with subprocess.Popen(line, env=home, start_new_session=True, stdin=NULL, stdout=NULL, stderr=NULL) as process:
        try:
            process.wait(min(LONGEST, budget.left()))
        except subprocess.TimeoutExpired as error:
            os.killpg(process.pid, signal.SIGKILL)
            raise TooSlow(f"LibreOffice mở {budget.name} quá lâu nên đã dừng: hãy lưu lại thành .docx.") from error
