# SPDX-License-Identifier: AGPL-3.0-or-later
"""Shows every page in the language of the person; to a stranger, in that of the browser."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.utils import translation


class LanguageMiddleware:
    """What a person has chosen counts more than the browser, on whose machine she may only be a guest."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.user.is_authenticated:
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = translation.get_language()
        return self.get_response(request)
