# SPDX-License-Identifier: AGPL-3.0-or-later
"""Nobody turns pages faster than anybody reads: then a program is copying the files, in whosever name."""

from collections import Counter
from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

from permissions import clock

SECONDS = 60


class PaceMiddleware:
    """Refuses a person's further pages until the minute is over.

    Each process of the web server counts for itself and in memory: the limit is no exact number, and it must
    not depend on one more server. Whoever opens too many cases slowly is the business of kim.budgets.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self._minute = 0
        self._asked: Counter[int] = Counter()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not settings.PAGES_A_MINUTE or request.user.pk is None:
            return self.get_response(request)
        if self._count(request.user.pk) <= settings.PAGES_A_MINUTE:
            return self.get_response(request)
        answer = render(request, "429.html", status=HTTPStatus.TOO_MANY_REQUESTS)
        answer.headers["Retry-After"] = str(SECONDS)
        return answer

    def _count(self, person: int) -> int:
        minute = int(clock.now().timestamp()) // SECONDS
        if minute != self._minute:
            self._minute, self._asked = minute, Counter()
        self._asked[person] += 1
        return self._asked[person]
