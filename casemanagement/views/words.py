# SPDX-License-Identifier: AGPL-3.0-or-later
"""The type of a text on the screen: now, or translated when it is shown."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Text = str | _StrPromise
else:
    Text = Any
