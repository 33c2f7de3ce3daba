# SPDX-License-Identifier: AGPL-3.0-or-later
"""A running process carries its case and nothing else; all answers live in casemanagement."""

from django.db import models
from viewflow.workflow.models import Process


class CaseProcess(Process):
    """One run of one process for one case; deleted with the case."""

    case = models.ForeignKey("casemanagement.Case", on_delete=models.CASCADE, related_name="processes")

    class Data:
        frame = ("process_ptr", "case")

    class Meta:
        # The engine would add its permission to the model's options at import time.
        default_permissions = ("manage",)
