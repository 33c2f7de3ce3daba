# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who may what, written down a third time and as simply as it can be said: by rows of plain facts, one after the other.

It knows neither the access concept nor the policies of the database; it names, for each right, the living
record that gives it. Only what the cast of the machine can come by stands here.
"""

from collections.abc import Iterator

from tests.machine.facts import Facts

KEEP = "hold request_erasure"
FRAME = (
    f"{KEEP} read_frame read_consents read_events record_consent read_subject_request enter_subject_request"
    " read_supervision"
)
FILE = "read_identity read_protected_address read_file read_referral read_documents write_file"
SENSITIVE = "read_sensitive write_sensitive"
OF_LEAD = "start_handover read_access_log answer_remark"
OF_LEAD_IN_OPEN_FILE = f"{FILE} {SENSITIVE} read_confidential write_confidential export_file"
READING = (
    "read_frame read_consents read_events read_identity read_file read_sensitive read_documents read_referral"
    " read_subject_request"
)
READING_ALL = f"{READING} read_protected_address read_confidential"
FACH = (
    f"{KEEP} read_frame read_consents read_events read_supervision supervise assign approve open_file"
    " read_access_log restrict read_subject_request decide_subject_request"
)
OF_OPENED_FILE = "read_identity read_referral read_file read_sensitive read_documents"
DSB = f"{KEEP} read_frame read_consents read_access_log restrict read_subject_request decide_subject_request"


def rights(facts: Facts, person: int, hat: str) -> frozenset[str]:
    """Everything this person may do with the case in this hat, at this moment."""
    if hat != "desk" and any(
        row["person_id"] == person and row["has_conflict"] for row in facts.standing("declarations")
    ):
        return frozenset()
    hidden = bool(facts.standing("lists"))
    hidden = hidden and all(row["person_id"] != person for row in facts.standing("named"))
    found: set[str] = set()
    for words, despite_list in GRANTS.get(hat, _nothing)(facts, person):
        if despite_list or not hidden:
            found |= set(words.split())
    return frozenset(found)


def file_is_open(facts: Facts) -> bool:
    if facts.case["is_restricted"]:
        return False
    revoked = any(row["kind"] == "C1" and row["revoked_on"] for row in facts["consents"])
    return facts.consented("C1") or (facts.case["phase"] == "intake" and not revoked)


def _case_work(facts: Facts, person: int) -> Iterator[tuple[str, bool]]:
    houses = facts.employed(person)
    if not houses:
        return
    is_open = file_is_open(facts)
    if person in facts.leads():
        yield f"{FRAME} {OF_LEAD}", False
        if is_open:
            yield OF_LEAD_IN_OPEN_FILE, False
    if person in facts.deputies():
        yield FRAME, False
        if is_open:
            yield FILE, False
            if facts.case["organisation_id"] in houses or facts.consented("C4"):
                yield SENSITIVE, False
    yield from _of_handovers(facts, person, houses, is_open)
    if _has_emergency(facts, person, "case") and not facts.case["is_restricted"] and not facts["protected"]:
        yield READING, False


def _of_handovers(facts: Facts, person: int, houses: list[int], is_open: bool) -> Iterator[tuple[str, bool]]:
    for row in facts["handovers"]:
        for_me = row["to_person_id"] in (None, person) and row["to_organisation_id"] in houses
        if row["state"] == "offered" and for_me:
            yield "answer_handover", False
        mine = row["state"] == "switched" and row["from_person_id"] == person
        if mine and (row["read_until"] or "") >= facts.today and is_open and not facts["protected"]:
            yield "look_back", False


def _fachaufsicht(facts: Facts, person: int) -> Iterator[tuple[str, bool]]:
    case = facts.case
    on_duty = any(
        row["person_id"] == person
        and row["codename"] == "fachaufsicht"
        and row["organisation_id"] == case["organisation_id"]
        for row in facts["duties"]
    )
    if not (on_duty and facts.employed(person, "fachaufsicht")):
        return
    yield FACH, False
    if file_is_open(facts):
        yield "read_codes", False
    if case["phase"] == "intake" and facts.is_open and not case["is_restricted"] and not facts.leads():
        yield "read_referral", False
    opened = any(row["person_id"] == person for row in facts.running("openings"))
    if opened and facts.consented("C3") and not case["is_restricted"]:
        yield OF_OPENED_FILE, False
    if _has_emergency(facts, person, "fach"):
        yield f"{READING_ALL} read_supervision", True


def _data_protection(facts: Facts, person: int) -> Iterator[tuple[str, bool]]:
    if facts.case["organisation_id"] in facts.employed(person, "data_protection"):
        yield DSB, True
        if _has_emergency(facts, person, "dsb"):
            yield READING_ALL, True


def _desk(facts: Facts, person: int) -> Iterator[tuple[str, bool]]:
    if facts.case["registered_by_id"] == person and facts.employed(person, "intake_desk"):
        yield "read_frame", False


def _nothing(facts: Facts, person: int) -> Iterator[tuple[str, bool]]:
    yield from ()


def _has_emergency(facts: Facts, person: int, hat: str) -> bool:
    return any(row["person_id"] == person and row["hat"] == hat for row in facts.running("emergencies"))


GRANTS = {"case": _case_work, "fach": _fachaufsicht, "dsb": _data_protection, "desk": _desk}
