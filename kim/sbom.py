# SPDX-License-Identifier: AGPL-3.0-or-later
"""The bill of materials of this version, as CycloneDX: everything that runs here, with version and hashes.

`python -m kim.sbom > sbom.json`. It is read from the locked requirements, so it names what is installed.
"""

import hashlib
import json
import re
import sys
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
LOCKED = ROOT / "requirements" / "run.txt"
VENDORED = ROOT / "kim" / "static" / "kim" / "vendor"
PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)(\[[^\]]*\])?==(?P<version>[^\s;\\]+)", re.MULTILINE)
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


def bill() -> dict[str, Any]:
    """The document, without a date or a serial number: the same version gives the same bytes."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": project["name"],
                "name": project["name"],
                "version": project.get("version", "0"),
                "licenses": [{"expression": "AGPL-3.0-or-later"}],
            }
        },
        "components": [*components(LOCKED.read_text(encoding="utf-8")), *vendored()],
    }


def components(locked: str) -> list[dict[str, Any]]:
    """One for each pinned package, with the hashes of all its files."""
    pins = list(PIN.finditer(locked))
    ends = [pin.start() for pin in pins[1:]] + [len(locked)]
    return [
        {
            "type": "library",
            "bom-ref": f"pkg:pypi/{pin['name']}@{pin['version']}",
            "name": pin["name"],
            "version": pin["version"],
            "purl": f"pkg:pypi/{pin['name']}@{pin['version']}",
            "hashes": [
                {"alg": "SHA-256", "content": found} for found in HASH.findall(locked[pin.start() : end])
            ],
        }
        for pin, end in zip(pins, ends, strict=True)
    ]


def vendored() -> list[dict[str, Any]]:
    """What lies in the program itself, as files for the browser."""
    return [
        {
            "type": "library",
            "bom-ref": f"file:{path.relative_to(ROOT)}",
            "name": path.parent.name,
            "hashes": [{"alg": "SHA-256", "content": hashlib.sha256(path.read_bytes()).hexdigest()}],
        }
        for path in sorted(VENDORED.glob("*/*.min.*"))
    ]


if __name__ == "__main__":
    json.dump(bill(), sys.stdout, indent=1)
    sys.stdout.write("\n")
