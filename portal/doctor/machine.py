"""Examines this machine: libraries, files and their permissions, variables, the clock, the programs used beside us."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement

from obligations.errors import DunghanError
from obligations.signs import Grade, Sign
from storage.secrets import FILE as KEY_FILE
from storage.secrets import VARIABLE as KEY_VARIABLE
from storage.secrets import load_key
from storage.settings import CONFIG, FILE, Settings

# What goes wrong outside the bounds, where it does so silently.
SYMPTOMS = {
    "sqlalchemy": "máy chủ trông vẫn khỏe nhưng không xếp lượt chạy nào",
    "fastapi": "máy chủ Prefect không khởi động được, hoặc trả lời 422",
    "apprise": "không cài được cùng Prefect",
    "prefect": "chưa được đo với bản này",
}
ELSEWHERE = {"PREFECT_PROFILE", "PREFECT_API_KEY", "PREFECT_API_URL", "PREFECT_HOME"}
REINSTALL = "hãy cài lại: pip install -r requirements.lock"
LITTLE, TOO_LITTLE = 2_000_000_000, 200_000_000
LIBRARIES, FILES, ENVIRONMENT, PROGRAMS = "Thư viện", "Tệp", "Biến môi trường", "Chương trình kèm"


def libraries(
    wanted: Sequence[str] | None = None, installed: Callable[[str], str] = metadata.version
) -> Iterator[Sign]:
    """Hold the installed libraries to the bounds of this distribution."""
    faults = list(_outside(wanted if wanted is not None else metadata.requires("dunghan") or (), installed))
    yield from faults or [Sign(Grade.GOOD, LIBRARIES, "đúng phiên bản đã đo.")]


def _outside(wanted: Sequence[str], installed: Callable[[str], str]) -> Iterator[Sign]:
    for line in wanted:
        need = Requirement(line)
        if need.marker and not need.marker.evaluate({"extra": ""}):
            continue
        try:
            have = installed(need.name)
        except metadata.PackageNotFoundError:
            yield Sign(Grade.FAULT, LIBRARIES, f"thiếu {need.name}; {REINSTALL}.")
            continue
        if not need.specifier.contains(have, prereleases=True):
            why = f": {SYMPTOMS[need.name]}" if need.name in SYMPTOMS else ""
            yield Sign(Grade.FAULT, LIBRARIES, f"{need.name} {have} ngoài khoảng {need.specifier}{why}; {REINSTALL}.")


def files(
    settings: Settings, free: Callable[[Path], int] = lambda path: shutil.disk_usage(path).free
) -> Iterator[Sign]:
    """Examine the data folder: whether it can be written to, who else can read it, and how much room is left."""
    folder = settings.data_dir
    if not folder.is_dir() or not os.access(folder, os.W_OK | os.X_OK):
        yield Sign(Grade.FAULT, FILES, f"không ghi được vào {folder}; hãy kiểm tra quyền, hoặc đặt data_dir nơi khác.")
        return
    yield from _readable_by_others(folder, Grade.WARNING, "0700")
    yield from _readable_by_others(folder / KEY_FILE, Grade.FAULT, "0600")
    config = Path(os.environ.get(CONFIG) or FILE)
    if settings.prefect_password is not None and "DUNGHAN_PREFECT_PASSWORD" not in os.environ:
        yield from _readable_by_others(config, Grade.FAULT, "0600")
    room = free(folder)
    if room < LITTLE:
        grade = Grade.FAULT if room < TOO_LITTLE else Grade.WARNING
        yield Sign(grade, FILES, f"chỉ còn {room / 1e9:.1f} GB trống ở {folder}; hãy dọn bớt hoặc chuyển data_dir.")
    else:
        yield Sign(Grade.GOOD, FILES, f"{folder}, còn {room / 1e9:.0f} GB trống.")


def _readable_by_others(path: Path, grade: Grade, mode: str) -> Iterator[Sign]:
    if path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077:
        yield Sign(grade, FILES, f"người khác trên máy đọc được {path}; hãy chạy: chmod {mode} {path}")


def key(settings: Settings, environ: Mapping[str, str]) -> Iterator[Sign]:
    """Examine the secret key: there, of the right shape, and where it comes from."""
    try:
        load_key(settings.data_dir)
    except DunghanError as error:
        yield Sign(Grade.FAULT, FILES, str(error))
        return
    if KEY_VARIABLE in environ and (settings.data_dir / KEY_FILE).exists():
        yield Sign(
            Grade.NOTE, FILES, f"khóa lấy từ biến {KEY_VARIABLE}, tệp {KEY_FILE} không dùng đến; nên chỉ giữ một nơi."
        )


def environment(environ: Mapping[str, str], ours: Collection[str]) -> Iterator[Sign]:
    """Examine the variables around us: those that would turn Prefect elsewhere, and those that `ours` replace."""
    strange = sorted(name for name in environ if name in ELSEWHERE or (name in ours and name.startswith("PREFECT_")))
    if strange:
        yield Sign(
            Grade.WARNING,
            ENVIRONMENT,
            f"{', '.join(strange)} được đặt từ ngoài; hãy bỏ: Đúng Hạn dùng giá trị của mình, còn lệnh prefect gõ"
            " tay thì trỏ đi nơi khác.",
        )


def programs(which: Callable[[str], str | None] = shutil.which) -> Iterator[Sign]:
    """Tell which programs are missing that open scans and old Word files."""
    if which("tesseract") is None:
        yield Sign(
            Grade.NOTE, PROGRAMS, "chưa có Tesseract nên không đọc được bản quét: apt-get install tesseract-ocr-vie"
        )
    elif "vie" not in _languages():
        yield Sign(Grade.WARNING, PROGRAMS, "Tesseract thiếu tiếng Việt: apt-get install tesseract-ocr-vie")
    if which("soffice") is None:
        yield Sign(
            Grade.NOTE,
            PROGRAMS,
            "chưa có LibreOffice nên không đọc được .doc cũ: apt-get install libreoffice-writer-nogui",
        )


def _languages() -> list[str]:
    said = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, timeout=20, check=False)
    return said.stdout.split()
