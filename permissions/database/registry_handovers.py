# SPDX-License-Identifier: AGPL-3.0-or-later
"""The tables on which a handover shows: what goes along, what stays in its house, what may be read up for some days."""

from __future__ import annotations

from permissions.database.blocks import CONFIDENTIAL, EMERGENCY, FILE, FRAME, IDENTITY, INTAKE, Rules
from permissions.database.policies import Rule, Table, among, both, own
from permissions.hats import Hat

CASE = Hat.CASE.role
MY_FILES = among("case_id", "my_files")
HERE = both(MY_FILES, Rule("kept_by_id IS NULL"))
KEPT_AT_HOME = both(MY_FILES, among("kept_by_id", "my_organisations"))


def looked_back_on(rules: Rules, column: str, function: str) -> Rules:
    """The same block, and for some days to whoever led the case before."""
    known = rules[CASE]
    mine = known if isinstance(known, tuple) else (known,)
    return rules | {CASE: (*mine, among(column, function))}


KEPT: Rules = FILE | {CASE: (HERE, KEPT_AT_HOME, EMERGENCY)}
# Whoever is offered a case sees the offer and its sheet, not the case's past offers.
OFFERED = (among("case_id", "my_cases"), EMERGENCY)

HANDED_OVER = [
    Table("casemanagement_clientidentity", "identity", looked_back_on(IDENTITY, "case_id", "past_cases")),
    Table("casemanagement_contact", "file", looked_back_on(KEPT, "id", "past_contacts")),
    Table("casemanagement_assessment", "file", looked_back_on(FILE, "id", "past_assessments")),
    Table("casemanagement_domainrating", "file", looked_back_on(FILE, "assessment_id", "past_assessments")),
    Table("casemanagement_supportplan", "file", looked_back_on(FILE, "id", "past_plans")),
    Table("casemanagement_goal", "file", looked_back_on(FILE, "plan_id", "past_plans")),
    Table("casemanagement_consent", "consent", looked_back_on(FRAME, "id", "past_consents")),
    Table("casemanagement_document", "documents", KEPT),
    Table("casemanagement_documentcontent", "documents", KEPT),
    # What was entrusted to one person passes to the next with the client's word alone.
    Table(
        "casemanagement_confidentialnote",
        "confidential",
        CONFIDENTIAL
        | {
            CASE: (
                both(among("case_id", "my_confidential"), own("written_by_id")),
                both(among("case_id", "my_confidential"), own("entrusted_to_id")),
            )
        },
    ),
    Table(
        "casemanagement_handover",
        "intake",
        INTAKE | {CASE: (*OFFERED, among("id", "my_offers"), among("id", "past_handovers"))},
    ),
    Table(
        "casemanagement_handoversheet",
        "intake",
        INTAKE | {CASE: (*OFFERED, among("handover_id", "my_offers"))},
    ),
]
