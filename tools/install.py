"""Install what a lock names into this Python's environment, and show how far it is.

python tools/install.py requirements-dev.lock
"""

import subprocess
import sys
from pathlib import Path

PIP = [sys.executable, "-m", "pip", "install", "--disable-pip-version-check"]


def main(lock: str) -> int:
    """pip's exit status; what it said is shown only when it failed."""
    named = sum("==" in line for line in Path(lock).read_text().splitlines())
    pip = subprocess.Popen([*PIP, "--require-hashes", "-r", lock], stdout=subprocess.PIPE, text=True)
    assert pip.stdout
    said, seen = [], 0
    for line in pip.stdout:
        said.append(line)
        if line.startswith("Collecting "):
            seen += 1
            print(f"\r  fetching packages: {seen} (at most {named})", end="", flush=True)
        elif line.startswith("Installing collected packages"):
            print("\n  installing them", end="", flush=True)
    print()
    if pip.wait():
        print(*said, sep="", file=sys.stderr)
    return pip.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
