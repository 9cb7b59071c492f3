#!/usr/bin/env python3
"""How does pipir get onto a desk without a network?

``python3 install.py [FOLDER]`` makes an environment in FOLDER (``pipir`` beside this file when left out) from the
wheels that lie here, each checked against its recorded hash. It asks no index and needs only Python's venv module.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent


def unfit(made_for: dict[str, str]) -> str | None:
    """Why this Python cannot use these wheels, or None."""
    mine = {"python": f"{sys.version_info[0]}.{sys.version_info[1]}", "platform": sysconfig.get_platform()}
    wrong = [f"{name} {made_for[name]}, this is {mine[name]}" for name in mine if mine[name] != made_for[name]]
    return f"this archive is for {'; '.join(wrong)}: make it there with 'python3 run.py bundle'" if wrong else None


def main(arguments: list[str]) -> int:
    """Exit code: 0 installed, 1 pip failed, 2 the archive does not fit this Python."""
    if len(arguments) > 1 or (arguments and arguments[0].startswith("-")):
        print(__doc__)
        return 0 if arguments[0] in ("-h", "--help") else 2
    reason = unfit(json.loads((HERE / "made_for.json").read_text(encoding="utf-8")))
    if reason:
        print(reason, file=sys.stderr)
        return 2
    target = Path(arguments[0] if arguments else HERE / "pipir").resolve()
    # Debian's Python has venv but not ensurepip: pip comes along as a wheel and runs from it.
    venv.EnvBuilder(with_pip=False, clear=True).create(target)
    programs = target / ("Scripts" if os.name == "nt" else "bin")
    python = programs / ("python.exe" if os.name == "nt" else "python")
    pip = next((HERE / "wheels").glob("pip-*.whl"))
    wheels = ["--no-index", "--no-cache-dir", "--find-links", str(HERE / "wheels")]
    locked = ["--no-deps", "--require-hashes", "--only-binary", ":all:", "-r", str(HERE / "requirements.txt")]
    quiet = ["-q", "--disable-pip-version-check", "--no-warn-script-location"]
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}
    clean["PIP_CONFIG_FILE"] = os.devnull
    code = subprocess.call([str(python), str(pip / "pip"), "install", *quiet, *wheels, *locked], env=clean)
    if code:
        return 1
    print(f"installed. Write a brief with: {programs / 'pipir'} brief")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
