# SPDX-License-Identifier: AGPL-3.0-or-later
"""A process that measures with one database identity (KIM_DB_IDENTITY); Django first, then what needs it."""

import sys

import django

django.setup()

from bench.measure import main  # noqa: E402  needs the models

if __name__ == "__main__":
    sys.exit(main())
