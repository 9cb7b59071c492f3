"""What does a desk without a network need? One archive: the lock's wheels, the package, the cases, an installer."""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DIST = ROOT / "dist"
CASES = ROOT / "src" / "pipir" / "case" / "bundled"


def call(*command: str) -> None:
    """Run a command in the checkout; what it writes goes to the reader's error stream."""
    subprocess.run(command, cwd=ROOT, stdout=sys.stderr, check=True)


def wheels_of_the_lock(uv: str, folder: Path) -> None:
    """Fetch what the lock names for running pipir, hash by hash; build source with the locked tools."""
    with tempfile.TemporaryDirectory() as made:
        wanted = Path(made) / "requirements.txt"
        call(uv, "export", "-q", "--frozen", "--no-dev", "--no-emit-project", "-o", str(wanted))
        quiet = ("-q", "--disable-pip-version-check", "--no-deps", "-w", str(folder))
        call(
            sys.executable, "-m", "pip", "wheel", *quiet, "--no-build-isolation", "--require-hashes", "-r", str(wanted)
        )
        # The pip that installs the others comes along: Debian's Python has none of its own.
        call(sys.executable, "-m", "pip", "wheel", *quiet, f"pip=={importlib.metadata.version('pip')}")
    call(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder))


def requirements(folder: Path) -> str:
    """Every wheel of the folder by name, version and hash, one a line."""
    lines = []
    for wheel in sorted(folder.glob("*.whl")):
        name, version = wheel.name.split("-")[:2]
        lines.append(f"{name}=={version} --hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}\n")
    return "".join(lines)


def fill(uv: str, folder: Path) -> None:
    """Put into the folder what the archive holds."""
    wheels = folder / "wheels"
    wheels.mkdir()
    wheels_of_the_lock(uv, wheels)
    (folder / "requirements.txt").write_text(requirements(wheels), encoding="utf-8")
    made_for = {"python": f"{sys.version_info[0]}.{sys.version_info[1]}", "platform": sysconfig.get_platform()}
    (folder / "made_for.json").write_text(json.dumps(made_for) + "\n", encoding="utf-8")
    shutil.copytree(CASES, folder / "cases", ignore=shutil.ignore_patterns("__pycache__", "*.py"))
    for name in ("README.md", "LICENSE", "CHANGELOG.md", "tools/install.py"):
        shutil.copy(ROOT / name, folder)


def pack(folder: Path, archive: Path) -> None:
    """Write the archive beside its final name first: a broken run leaves none that looks whole."""
    partial = archive.with_suffix(".partial")
    with zipfile.ZipFile(partial, "w") as out:
        for path in sorted(folder.rglob("*")):
            packed = path.suffix == ".whl"
            kind = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
            out.write(path, Path(archive.stem) / path.relative_to(folder), compress_type=kind)
    partial.replace(archive)


def main(uv: str) -> int:
    """Write the archive and say where it is; the lock is read by the uv named."""
    DIST.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        fill(uv, folder)
        version = next((folder / "wheels").glob("pipir-*.whl")).name.split("-")[1]
        tag = f"py{sys.version_info[0]}{sys.version_info[1]}-{sysconfig.get_platform()}"
        archive = DIST / f"pipir-{version}-{tag}.zip"
        pack(folder, archive)
    size = archive.stat().st_size / 1e6
    print(f"{archive.relative_to(ROOT)} ({size:.0f} MB). On the other desk: unpack it, python3 install.py")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
