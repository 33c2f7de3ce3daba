# SPDX-License-Identifier: AGPL-3.0-or-later
"""How an invented case goes to the city."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casemanagement.actions.grounds import Ground
from casemanagement.choices import ConsentKind
from permissions.actor import Actor
from permissions.hats import Hat

if TYPE_CHECKING:
    from kim.demo.lives import Life


class Handover:
    """An AWO or DRK case goes to the city: offer, answer, approval, switch."""

    def __init__(self, life: Life) -> None:
        self.life = life

    def run(self) -> None:
        life = self.life
        city = life.staff.organisations["stadt"]
        receiver = life.rng.choice(life.staff.case_managers["stadt"])
        with life.after(0, 3) as day:
            life.step(
                "support_planning.request_handover",
                reason="zusteuerung_to_city",
                to_organisation=city,
                to_person=receiver,
                switch_on=day,
                ground=Ground(consent=life.case.consents.get(kind=ConsentKind.C5)),
            )
        with life.after(1, 5):
            life.step("support_planning.answer_handover", by=Actor(receiver, Hat.CASE), is_accepted=True)
        with life.after(0, 3):
            life.step("support_planning.approve_handover", by=life.coordinator, is_approved=True)
        with life.after(0, 3) as day:
            life.step(
                "support_planning.hold_handover_talk",
                talk_on=day,
                talked_with=["client", "receiver"],
                text="Die neue Fallführung hat sich vorgestellt; der nächste Termin ist vereinbart.",
                client_word="agrees",
            )
        life.lead, life.house = receiver, "stadt"
