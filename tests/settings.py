# SPDX-License-Identifier: AGPL-3.0-or-later
"""The environment of the tests: the product's own settings, told that they are tested."""

import os
from pathlib import Path

from kim import messages, servers

os.environ |= {
    "DEBUG": "0",
    "DEMO": "0",
    "KIM_TESTING": "1",
    "KIM_DB_IDENTITY": "owner",  # the test database's creation turns it into the web server's rights
    "KIM_SECRET_KEY": "only for tests, long enough for the system check, and of no use anywhere else",
    "KIM_HOSTS": "testserver,localhost,127.0.0.1",
    "KIM_CACHE_PREFIX": f"kim-test-{os.environ.get('PYTEST_XDIST_WORKER', 'main')}",
    "KIM_LOG_LEVEL": "WARNING",
    # The browser's driver keeps an event loop in the thread of the tests.
    "DJANGO_ALLOW_ASYNC_UNSAFE": "1",
}
os.environ.setdefault("KIM_KEYS_FILE", str(servers.VAR / "keys.json"))
servers.use()
messages.compile_changed()

from kim.settings import *  # noqa: E402, F403  needs the environment above

CELERY_TASK_ALWAYS_EAGER = False
SECOND_FACTOR = False  # the tests that are about it turn it on
PAGES_A_MINUTE = 0  # tests open a page faster than a person does
# The web server collects its files at the start of the demo; tests read them where they lie.
Path(STATIC_ROOT).mkdir(parents=True, exist_ok=True)  # noqa: F405
