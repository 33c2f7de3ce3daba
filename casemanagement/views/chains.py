# SPDX-License-Identifier: AGPL-3.0-or-later
"""The service chains of one case: which step it reached when, and one click for the rest."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy

from casemanagement.actions import chains
from casemanagement.choices.chains import CHAINS, Chain, Step, StepSource
from casemanagement.forms.pages_structure import StepDay
from casemanagement.models import ChainStep
from casemanagement.views.base import CasePage
from permissions.rights import Right


@dataclass(frozen=True)
class StepRow:
    """A step with the day on which the case reached it."""

    step: Step
    place: str
    reached: ChainStep | None
    can_undo: bool


class ChainsPage(CasePage):
    """All chains, those that have begun first; a step is dated by one button."""

    right = Right.WRITE_FILE
    title = gettext_lazy("Dienstleistungsketten")
    template_name = "casemanagement/chains.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        chain, _dot, step = request.POST.get("step", "").partition(".")
        if request.POST.get("undo"):
            undone, _dot, what = request.POST["undo"].partition(".")
            chains.undo_step(self.case, by=self.actor, chain=undone, step=what)
            return redirect(self.url("chains"))
        form = StepDay(request.POST)
        if not form.is_valid():
            return self.page(form=form)
        try:
            chains.date_step(self.case, by=self.actor, chain=chain, step=step, on=form.cleaned_data["on"])
        except ValidationError as error:
            form.add_error(None, error.messages)
            return self.page(form=form)
        return redirect(self.url("chains"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", StepDay())
        reached = {(row.chain, row.step): row for row in self.case.chain_steps.all()}
        rows = [(chain, _rows(chain, reached)) for chain in CHAINS]
        begun = [entry for entry in rows if any(row.reached for row in entry[1])]
        return super().get_context_data(
            begun=begun,
            others=[entry for entry in rows if entry not in begun],
            can_write=self.case.is_open,
            **kwargs,
        )


def _rows(chain: Chain, reached: dict[tuple[str, str], ChainStep]) -> list[StepRow]:
    found = [(step, reached.get((chain.code, step.code))) for step in chain.steps]
    return [
        StepRow(
            step,
            f"{chain.code}.{step.code}",
            row,
            row is not None and row.source == StepSource.ENTERED,
        )
        for step, row in found
    ]
