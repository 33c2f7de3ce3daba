# SPDX-License-Identifier: AGPL-3.0-or-later
"""What KIM contributes to indicators of the plan: people of a group, each counted once."""

import pytest

from tests.indicators.store import a_fact, a_referral, city, day, parts

pytestmark = pytest.mark.django_db

COURSE = [{"kind": "language_course_started", "reached_on": "2026-10-01", "level": ""}]
PERMITTED = {
    "residence_status": "asylum_permission",
    "status_group": "asylum",
    "course_entitlement": "entitled",
}


def test_language_courses_count_people_with_permission_to_stay_who_may_attend() -> None:
    a_fact(**PERMITTED, milestones=COURSE)
    a_fact(**PERMITTED)
    a_fact(**PERMITTED | {"course_entitlement": "admission_on_request"})
    a_fact(**PERMITTED | {"course_entitlement": "none"}, milestones=COURSE)
    a_fact(**PERMITTED | {"residence_status": "toleration", "status_group": "toleration"}, milestones=COURSE)
    a_referral(**PERMITTED)

    assert city("KIM-500-8", "asylum") == (1, 3, 33.3)
    assert city("KIM-500-8", "all") == (2, 4, 50.0)
    assert parts("KIM-500-8", "all", "status_group") == {"asylum": 33.3, "toleration": 100.0}


def test_a_person_with_two_files_counts_once() -> None:
    a_fact(**PERMITTED, client_pseudonym="same", milestones=COURSE)
    a_fact(**PERMITTED, client_pseudonym="same", state="closed", closed_on=day("1.10."))

    assert city("KIM-500-8", "asylum") == (1, 1, 100.0)


@pytest.mark.parametrize(
    ("housing_status", "is_housed"),
    [
        ("own_tenancy", True),
        ("medium_term_shelter", True),
        ("long_term_shelter", True),
        ("municipal_shelter", False),
        ("emergency_shelter", False),
        ("private_stay", False),
        ("not_asked", False),
    ],
)
def test_people_from_ukraine_are_housed(housing_status: str, is_housed: bool) -> None:
    a_fact(has_ukraine_protection=True, housing_status=housing_status)
    a_fact(housing_status="own_tenancy")

    assert city("KIM-500-7", "housed") == (int(is_housed), 1, 100.0 * is_housed)
    assert city("KIM-500-7", "unmet") == (int(not is_housed), None, int(not is_housed))


def test_coaching_counts_people_of_the_three_quarters() -> None:
    begun = [{"type": "job_coaching", "state": "started", "sent_on": None, "started_on": "2026-06-01"}]
    a_fact(quarter="Baumheide", measures=begun * 2)
    a_fact(quarter="Sieker", measures=begun)
    a_fact(quarter="Sieker", measures=[begun[0] | {"started_on": None}])
    a_fact(quarter="Sieker", measures=[begun[0] | {"type": "internship"}])
    a_fact(quarter="Kamphof", measures=begun)

    assert city("KIM-Jobcenter-3", "all") == (2, None, 2)
    assert city("KIM-Jobcenter-3", "baumheide") == (1, None, 1)
    assert city("KIM-Jobcenter-3", "sennestadt") == (0, None, 0)
    assert city("KIM-Jobcenter-3", "sieker") == (1, None, 1)
