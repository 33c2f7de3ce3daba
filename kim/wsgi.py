# SPDX-License-Identifier: AGPL-3.0-or-later
"""What gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kim.settings")

application = get_wsgi_application()
