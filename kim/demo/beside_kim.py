# SPDX-License-Identifier: AGPL-3.0-or-later
"""A few cases of the programmes that the municipality leads beside KIM, so that one sees what they leave out."""

from datetime import date, timedelta
from random import Random

from casemanagement.models import Programme
from kim.demo.invented import family
from kim.demo.lives import Life, Staff

CASES_EACH, WEEKS_AGO = 4, 20


def arrange(staff: Staff, *, seed: int, today: date) -> None:
    """They come one after the other, all to the city."""
    for programme in Programme.objects.active().order_by("code"):
        for place in range(CASES_EACH):
            rng = Random(f"{seed}-{programme.code}-{place}")
            day = today - timedelta(weeks=WEEKS_AGO - place * WEEKS_AGO // CASES_EACH)
            Life(
                rng=rng,
                staff=staff,
                newcomer=family(rng, day, 1)[0],
                house="stadt",
                today=today,
                day=day,
                ends=False,
                programme=programme.code,
            ).live()
