# SPDX-License-Identifier: AGPL-3.0-or-later
"""The entry for data centres whose web server speaks ASGI."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kim.settings")

application = get_asgi_application()
