# SPDX-License-Identifier: AGPL-3.0-or-later
"""python -m attacker LEDGER.json. What it does stands in attacker.program, where its further processes find it."""

import sys

from attacker.program import main

if __name__ == "__main__":
    sys.exit(main())
