# SPDX-License-Identifier: AGPL-3.0-or-later
"""What all processes have in common: their case, and one hand at a time."""

from typing import Any

from viewflow.workflow import flow, lock

from workflows.models import CaseProcess


class CaseFlow(flow.Flow):
    """Waits for its turn instead of giving up: PostgreSQL's lock_timeout ends an endless wait."""

    process_class = CaseProcess
    process_title: Any = "—"
    lock_impl = lock.SelectForUpdateLock(nowait=False, attempts=1)
