# SPDX-License-Identifier: AGPL-3.0-or-later
"""The composition root: the only package that knows all others."""

from kim.celery import app as celery_app

__all__ = ["celery_app"]
