# SPDX-License-Identifier: AGPL-3.0-or-later
"""The logins of the demo, from the table that makes them."""

from kim.demo.logins import LOGINS, PASSWORD
from permissions.hats import ROLES_OF_HAT

HEAD = f"""\
# Logins of the demo

Made from `kim/demo/logins.py` by `make docs`. The accounts exist only where `DEMO=1` is set, which `make demo` does; each
of them has the password `{PASSWORD}`. All of these people are invented.

| Login | Name | Hats | Shows |
| --- | --- | --- | --- |
"""


def page() -> str:
    rows = [
        f"| `{login.username}` | {login.display_name} | {_hats(set(login.roles))} | {login.shows} |\n"
        for login in LOGINS
    ]
    return HEAD + "".join(rows)


def _hats(roles: set[str]) -> str:
    return ", ".join(str(hat.label) for hat, titles in ROLES_OF_HAT.items() if titles & roles)
