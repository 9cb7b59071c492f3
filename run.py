#!/usr/bin/env python3
"""How does a checkout of pipir run on a machine that has only Python?

``python3 run.py brief`` (or any other command of pipir), ``python3 run.py test``, ``python3 run.py bundle``.

The first call makes the folder ``.tools`` beside this file, gets a pinned uv there, and lets it install what
``uv.lock`` names with the Python that runs this file. Later calls go straight on. Standard library only.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import ssl
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path

UV = "uv==0.13.9"
OLDEST = (3, 11)
ROOT = Path(__file__).resolve().parent
TOOLS = ROOT / ".tools"
ENVIRONMENT = TOOLS / "env"
UV_HOME = TOOLS / UV.replace("==", "-")
STAMP = TOOLS / "stamp"
BIN = "Scripts" if os.name == "nt" else "bin"
SUFFIX = ".exe" if os.name == "nt" else ""
USAGE = """\
usage: python3 run.py brief     write a brief on the bundled Indo-Pacific case (or any other command of pipir)
       python3 run.py test      format, lint, types, import layers, tests, documents
       python3 run.py bundle    one archive that installs on a desk without a network
"""


UNREACHED = (
    "the first call here needs the network once (or, on a desk without one, the archive that 'run.py bundle' makes):"
)


class CannotRun(Exception):
    """Something is missing on this machine; the text says what and the line that brings it."""


def program(name: str, folder: Path = ENVIRONMENT) -> str:
    """Path of an executable in an environment."""
    return str(folder / BIN / (name + SUFFIX))


def remedy_for_missing_venv() -> str:
    """The one line that installs what Python's own venv lacks here."""
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    installers = {
        "apt-get": f"apt-get install python{version}-venv",
        "dnf": "dnf install python3-pip",
        "zypper": "zypper install python3-pip",
        "apk": "apk add python3 py3-pip",
    }
    for installer, line in installers.items():
        if shutil.which(installer):
            return line
    return "install Python from its own installer, which brings venv and pip"


def require_python() -> None:
    """Raise CannotRun unless this Python is recent enough and can make environments with pip."""
    if sys.version_info[:2] < OLDEST:
        raise CannotRun(f"pipir needs Python 3.11 or later, this is {sys.version.split()[0]}: run it with a later one")
    if find_spec("venv") is None or find_spec("ensurepip") is None:
        raise CannotRun(f"this Python cannot make environments (venv and pip are missing): {remedy_for_missing_venv()}")


def fingerprint() -> str:
    """What the environment depends on, in one line: the lock, the package's declaration, this Python."""
    digest = hashlib.sha256()
    for name in ("uv.lock", "pyproject.toml"):
        digest.update((ROOT / name).read_bytes())
    digest.update(f"{UV} {sys.version} {sys.base_prefix} {ROOT}".encode())
    return digest.hexdigest()


def quiet(command: list[str], extra: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Run a command of the set-up and keep what it says."""
    return subprocess.run(
        command, cwd=ROOT, env={**os.environ, **(extra or {})}, capture_output=True, text=True, check=False
    )


def last_words(said: str) -> str:
    """The end of what a failed command said, where the reason stands."""
    return "\n".join([line for line in said.strip().splitlines() if not line.startswith("WARNING")][-5:])


def get_uv() -> str:
    """Path of the pinned uv, fetched by pip into its own environment when it is not there yet."""
    uv = program("uv", UV_HOME)
    if not Path(uv).exists():
        python = getattr(sys, "_base_executable", None) or sys.executable
        steps = (
            [python, "-m", "venv", "--clear", str(UV_HOME)],
            [program("python", UV_HOME), "-m", "pip", "install", "-q", UV],
        )
        for step in steps:
            done = quiet(step)
            if done.returncode:
                raise CannotRun(f"could not get {UV}. {UNREACHED}\n{last_words(done.stdout + done.stderr)}")
    return uv


def install(uv: str) -> None:
    """Bring the environment to the lock; raise CannotRun where neither uv nor pip can fetch it."""
    python = getattr(sys, "_base_executable", None) or sys.executable
    extra = {"UV_PROJECT_ENVIRONMENT": str(ENVIRONMENT), "UV_PYTHON_DOWNLOADS": "never"}
    extra["UV_CACHE_DIR"] = os.environ.get("UV_CACHE_DIR", str(TOOLS / "cache"))
    trusted = ssl.get_default_verify_paths()
    if os.name == "nt" or trusted.cafile or trusted.capath:
        # A desk behind an inspecting proxy trusts its certificate in the system's store only.
        extra["UV_SYSTEM_CERTS"] = os.environ.get("UV_SYSTEM_CERTS", "true")
    synced = quiet([uv, "sync", "--frozen", "--python", python], extra)
    if synced.returncode:
        install_with_pip(uv, python, extra, synced.stderr)


def install_with_pip(uv: str, python: str, extra: dict[str, str], said: str) -> None:
    """Install the same lock, hash by hash, through pip, which knows this machine's own index, proxy and certificate."""
    wanted = TOOLS / "requirements.txt"
    pip = [program("python"), "-m", "pip", "install", "-q", "--no-deps"]
    steps = (
        [uv, "export", "--frozen", "--no-emit-project", "-o", str(wanted)],
        [python, "-m", "venv", "--clear", str(ENVIRONMENT)],
        [*pip, "--require-hashes", "-r", str(wanted)],
        [*pip, "--no-build-isolation", "-e", str(ROOT)],
    )
    for step in steps:
        done = quiet(step, extra)
        if done.returncode:
            raise CannotRun(f"could not install what uv.lock names. {UNREACHED}\n{last_words(said + done.stderr)}")


def ready() -> None:
    """Make the environment unless it already is what the lock asks for."""
    now = fingerprint()
    if STAMP.exists() and STAMP.read_text() == now and Path(program("pipir")).exists():
        return
    require_python()
    started = time.monotonic()
    print("pipir: first call here, fetching what uv.lock names into .tools", file=sys.stderr, flush=True)
    try:
        TOOLS.mkdir(exist_ok=True)
        STAMP.unlink(missing_ok=True)
        install(get_uv())
        STAMP.write_text(now)
    except PermissionError as error:
        raise CannotRun(f"cannot write {error.filename}: run from a checkout of your own") from error
    print(f"pipir: ready after {time.monotonic() - started:.0f} s", file=sys.stderr, flush=True)


def hand_over(command: list[str]) -> int:
    """Become the command where the system can, else wait for it and give its exit code."""
    sys.stdout.flush()
    if os.name == "posix":
        os.execv(command[0], command)
    child = subprocess.Popen(command)
    while True:
        try:
            return child.wait()
        except KeyboardInterrupt:
            continue  # the child has the same Ctrl-C and decides what to do with it


def main(arguments: list[str]) -> int:
    """Exit code of the command named by the arguments."""
    if not arguments or arguments[0] in ("-h", "--help"):
        print(USAGE, end="")
        return 0 if arguments else 2
    try:
        ready()
    except CannotRun as missing:
        print(f"pipir: {missing}", file=sys.stderr)
        return 2
    if arguments[0] == "test":
        return hand_over([program("python"), str(ROOT / "tools" / "check.py"), *arguments[1:]])
    if arguments[0] == "bundle":
        return hand_over([program("python"), str(ROOT / "tools" / "bundle.py"), program("uv", UV_HOME)])
    return hand_over([program("pipir"), *arguments])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
