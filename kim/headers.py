# SPDX-License-Identifier: AGPL-3.0-or-later
"""What every answer tells the browser, whoever made it: keep nothing, share nothing, use no device."""

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponseBase

# Everything a page could ask the browser for and ours never do; passkeys are the exception.
UNUSED = (
    "accelerometer",
    "autoplay",
    "bluetooth",
    "browsing-topics",
    "camera",
    "clipboard-read",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "gamepad",
    "geolocation",
    "gyroscope",
    "hid",
    "idle-detection",
    "local-fonts",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "screen-wake-lock",
    "serial",
    "storage-access",
    "usb",
    "xr-spatial-tracking",
)
PASSKEYS = ("publickey-credentials-create", "publickey-credentials-get")
HEADERS = {
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(
        [f"{name}=()" for name in UNUSED] + [f"{name}=(self)" for name in PASSKEYS]
    ),
    "X-Permitted-Cross-Domain-Policies": "none",
}


class HeadersMiddleware:
    """Outermost: answers of other middleware, errors and redirects get the same headers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.setdefault(name, value)
        # Style sheets and fonts say themselves how long they last. Anything else may show a case.
        response.setdefault("Cache-Control", "private, no-store")
        return response


class MalformedMiddleware:
    """An address with a NUL byte means nothing to anybody; the database could not even be asked."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if "\0" in request.path_info or any("\0" in text for pair in request.GET.lists() for text in pair[1]):
            raise BadRequest
        return self.get_response(request)
