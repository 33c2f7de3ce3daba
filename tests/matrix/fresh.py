# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which addresses ask again who sits at the keyboard: exports, break-glass, deletion, and whatever gives power.

Each stands for every request, or with the fields that make it ask. An export that is not here breaks the suite.
"""

ALWAYS: dict[str, str] = {}
SENT = {"method": "POST"}  # looked at without

EXPORTS = {
    "cases:document": ALWAYS,
    "cases:plan_pdf": ALWAYS,
    "cases:consent_list": ALWAYS,
    "cases:client_folder": SENT,
    "cases:consent_read": {"pdf": "1"},
    "cases:request_export": ALWAYS,
    "dataprotection:request_export": ALWAYS,
    "dataprotection:anomalies_export": ALWAYS,
    "supervision:deletion_certificate": ALWAYS,
    "supervision:import_errors": ALWAYS,
    "dataprotection:deletion_certificate": ALWAYS,
}

RELEASES = {
    "cases:request": {"do": "release"},
    "supervision:request": {"do": "release"},
    "dataprotection:request": {"do": "release"},
}

EMERGENCIES = {
    f"{space}:{name}": ALWAYS
    for space in ("cases", "supervision", "dataprotection")
    for name in ("emergency", "emergency_longer")
}

DELETIONS = {"supervision:deletion_run": ALWAYS, "dataprotection:deletion_run": ALWAYS}

# Many cases at once.
IMPORTS = dict.fromkeys(["supervision:imports", "supervision:import"], ALWAYS)

POWER = dict.fromkeys(
    [
        "administration:new_person",
        "administration:person",
        "administration:change_person",
        "administration:end_task",
        "administration:invite",
        "administration:unlock",
        "administration:end_sessions",
        "administration:close_account",
        "administration:reopen",
        "administration:reset_sign_in",
        "administration:approvals",
        "accounts:approvals",
        "accounts:propose_fach",
        "accounts:propose_dienst",
    ],
    ALWAYS,
) | dict.fromkeys(["supervision:succession", "supervision:succession_end"], SENT)

OWN_ACCOUNT = dict.fromkeys(["end_session", "add_factor", "remove_factor", "renew_codes", "password"], ALWAYS)

FRESH: dict[str, dict[str, str]] = (
    EXPORTS | RELEASES | EMERGENCIES | DELETIONS | IMPORTS | POWER | OWN_ACCOUNT
)

# Files that hold nothing of a case.
FREE_FILES = {"dataprotection:anchor_file": "numbers and hashes that are mailed every hour anyhow"}
