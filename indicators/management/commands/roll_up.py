# SPDX-License-Identifier: AGPL-3.0-or-later
"""Computes the figures of a week; a second run changes nothing and says so."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from indicators.actions.rollups import ROLE, Outcome, State, roll_up
from indicators.rollup import as_data
from indicators.week import Week
from permissions import clock
from permissions.actor import Actor, acting_as, acting_in_role

SAYS = {
    State.COMPUTED: "berechnet",
    State.EXISTS: "war schon berechnet, nichts geändert",
    State.ELSEWHERE: "wird gerade von einem anderen Prozess berechnet",
}


class Command(BaseCommand):
    help = "Berechnet die Zahlen einer Woche aus den pseudonymen Fakten."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--week", help="Kalenderwoche, etwa 2026-W46; ohne Angabe die letzte ganze")
        parser.add_argument("--json", action="store_true", help="Zahlen als JSON ausgeben")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            week = self._week(options["week"])
            with acting_as(Actor.system()):
                outcomes = roll_up(week, by=Actor.system())
        except ValueError as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            self.stdout.write(json.dumps(self._as_data(week, outcomes), ensure_ascii=False, indent=1))
        else:
            self._say(week, outcomes)

    def _week(self, text: str | None) -> Week:
        return Week.parse(text) if text else Week.last_closed(clock.now())

    def _say(self, week: Week, outcomes: list[Outcome]) -> None:
        if not outcomes:
            self.stdout.write(f"{week}: keine Fakten, nichts zu berechnen.")
        for outcome in outcomes:
            known = f" (Fälle und Meldungen: {outcome.rollup.facts})" if outcome.rollup else ""
            self.stdout.write(f"{week}: {SAYS[outcome.state]}{known}.")

    def _as_data(self, week: Week, outcomes: list[Outcome]) -> dict[str, object]:
        with acting_in_role(ROLE), transaction.atomic():
            weeks = [
                {
                    "state": outcome.state.value,
                    "facts": outcome.rollup.facts,
                    "sha256": outcome.rollup.sha256,
                    "figures": [as_data(figure) for figure in outcome.rollup.figures.order_by("pk")],
                }
                for outcome in outcomes
                if outcome.rollup is not None
            ]
        return {"week": str(week), "rollups": weeks}
