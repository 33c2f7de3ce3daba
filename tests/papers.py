# SPDX-License-Identifier: AGPL-3.0-or-later
"""The smallest papers that are what they say, for tests that file one."""

import io

from PIL import Image

from kim.demo.words import PAPER

PDF = PAPER


def picture(image_format: str, size: tuple[int, int] = (8, 8), **options: object) -> bytes:
    """A grey picture."""
    stream = io.BytesIO()
    Image.new("RGB", size, (120, 120, 120)).save(stream, image_format, **options)
    return stream.getvalue()


JPEG = picture("JPEG")
PNG = picture("PNG")
