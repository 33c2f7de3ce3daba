# SPDX-License-Identifier: AGPL-3.0-or-later
"""Typst makes the PDF: tagged for screen readers (PDF/UA-1), with its own fonts, without any service."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typst

from casemanagement.printing.characters import printable

HERE = Path(__file__).parent


def print_pdf(template: str, data: Mapping[str, Any]) -> bytes:
    """Print one of the templates beside this file with these data; the same data give the same file."""
    return typst.compile(
        HERE / f"{template}.typ",
        root=HERE,
        font_paths=[HERE / "fonts"],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(_texts(data), ensure_ascii=False)},
        pdf_standards=["ua-1"],
        format="pdf",
    )


def _texts(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _texts(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_texts(inner) for inner in value]
    return "" if value is None else printable(str(value))
