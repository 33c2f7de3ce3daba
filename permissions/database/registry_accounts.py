# SPDX-License-Identifier: AGPL-3.0-or-later
"""The second barrier around accounts: what proves a person is the login role's alone, power needs two people."""

from permissions.database.policies import (
    ALL,
    LOGIN,
    PRESENT,
    Rule,
    Table,
    among,
    block,
    both,
    own,
)
from permissions.database.roles import WEB
from permissions.hats import Hat

FACH, DIENST, DSB = Hat.FACH.role, Hat.DIENST.role, Hat.DSB.role
ADMIN, SYSTEM = Hat.ADMIN.role, Hat.SYSTEM.role

COLLEAGUES = among("organisation_id", "neighbours")
# What an administrator writes alone: ordinary tasks, and never for oneself.
ORDINARY = both(
    COLLEAGUES,
    Rule(
        "role <> ALL ((SELECT kim.powerful_roles())::text[]) AND person_id <> (SELECT kim.person())",
    ),
)
ORDINARY_DUTY = both(among("content_object_id", "neighbours"), among("permission_id", "ordinary_duties"))
MANAGED = among("id", "manageable")
OWN_DEED = Rule("by_id = (SELECT kim.person())", ("INSERT",))
PROPOSING = both(own("proposed_by_id"), Rule("decided_at IS NULL"))

ACCOUNTS = [
    *block(
        "accounts",
        {WEB: LOGIN.may(*ALL)},
        "permissions_session",
        "permissions_authenticator",
        "permissions_passkey",
        "permissions_recoverycode",
    ),
    Table("permissions_foreignaccount", "accounts", {WEB: LOGIN.may("SELECT", "INSERT")}),
    Table(
        "permissions_invitation",
        "accounts",
        {
            ADMIN: both(own("created_by_id"), among("person_id", "manageable")).may("SELECT", "INSERT"),
            WEB: LOGIN.may("SELECT", "UPDATE"),
        },
    ),
    # Keyed hashes and times: the administrator lifts a lock by removing them.
    Table(
        "permissions_failedattempt",
        "accounts",
        {WEB: LOGIN.may(*ALL), ADMIN: PRESENT.may("SELECT", "DELETE")},
    ),
    Table(
        "permissions_proposal",
        "accounts",
        {
            ADMIN: (COLLEAGUES, both(PROPOSING, COLLEAGUES).may("INSERT")),
            FACH: (
                own("proposed_by_id"),
                both(PROPOSING, among("organisation_id", "supervised")).may("INSERT"),
            ),
            DIENST: (
                own("proposed_by_id"),
                both(PROPOSING, among("organisation_id", "employed")).may("INSERT"),
            ),
            DSB: among("organisation_id", "guarded"),
        },
    ),
    Table(
        "permissions_securityevent",
        "journal",
        dict.fromkeys((FACH, DIENST), OWN_DEED)
        | {
            ADMIN: (COLLEAGUES, OWN_DEED),
            DSB: (among("organisation_id", "guarded"), OWN_DEED),
            WEB: LOGIN.may("INSERT"),
            SYSTEM: PRESENT.may("INSERT"),
        },
    ),
]
