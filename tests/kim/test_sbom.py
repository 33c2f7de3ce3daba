# SPDX-License-Identifier: AGPL-3.0-or-later
"""The bill of materials names everything that runs here, as it is installed."""

import re
from importlib.metadata import PackageNotFoundError, version

from kim import sbom


def test_the_bill_of_materials_names_every_locked_package_with_its_hashes() -> None:
    locked = sbom.LOCKED.read_text(encoding="utf-8")
    parts = sbom.components(locked)

    assert len(parts) == len(re.findall(r"^\S+==", locked, re.MULTILINE)) > 30
    assert sum(len(part["hashes"]) for part in parts) == locked.count("--hash=sha256:")
    assert all(part["hashes"] and part["purl"].startswith("pkg:pypi/") for part in parts)


def test_what_it_names_is_what_is_installed() -> None:
    def installed(name: str) -> str:
        try:
            return version(name)
        except PackageNotFoundError:  # of another system
            return ""

    others = {
        part["name"]
        for part in sbom.components(sbom.LOCKED.read_text(encoding="utf-8"))
        if installed(part["name"]) not in {"", part["version"]}
    }
    assert others == set()


def test_the_same_version_gives_the_same_bill() -> None:
    assert sbom.bill() == sbom.bill()
    assert {part["name"] for part in sbom.bill()["components"]} >= {"htmx", "kern", "django"}
    assert {"bomFormat": "CycloneDX", "specVersion": "1.5"}.items() <= sbom.bill().items()
