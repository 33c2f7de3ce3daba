# SPDX-License-Identifier: AGPL-3.0-or-later
"""The rights that belong together, written out: the tables must not borrow them from what they test."""

from permissions.rights import Right

NOTHING: frozenset[Right] = frozenset()
KEEPING = frozenset({Right.HOLD, Right.REQUEST_ERASURE})
REQUESTS = frozenset({Right.READ_SUBJECT_REQUEST, Right.DECIDE_SUBJECT_REQUEST})

FRAME = KEEPING | {
    Right.READ_FRAME,
    Right.READ_CONSENTS,
    Right.READ_EVENTS,
    Right.RECORD_CONSENT,
    Right.READ_SUBJECT_REQUEST,
    Right.ENTER_SUBJECT_REQUEST,
    Right.READ_SUPERVISION,
}
FILE = frozenset(
    {
        Right.READ_IDENTITY,
        Right.READ_PROTECTED_ADDRESS,
        Right.READ_FILE,
        Right.READ_REFERRAL,
        Right.READ_DOCUMENTS,
        Right.WRITE_FILE,
    }
)
SENSITIVE = frozenset({Right.READ_SENSITIVE, Right.WRITE_SENSITIVE})
CONFIDENTIAL = frozenset({Right.READ_CONFIDENTIAL, Right.WRITE_CONFIDENTIAL})
LEAD_FRAME = FRAME | {Right.START_HANDOVER, Right.READ_ACCESS_LOG, Right.ANSWER_REMARK}
LEAD = LEAD_FRAME | FILE | SENSITIVE | CONFIDENTIAL | {Right.EXPORT_FILE}

CLOSED_SUPERVISION = (
    REQUESTS
    | KEEPING
    | {
        Right.READ_FRAME,
        Right.READ_CONSENTS,
        Right.READ_EVENTS,
        Right.READ_SUPERVISION,
        Right.SUPERVISE,
        Right.ASSIGN,
        Right.APPROVE,
        Right.OPEN_FILE,
        Right.RESTRICT,
        Right.READ_ACCESS_LOG,
    }
)
SUPERVISION = CLOSED_SUPERVISION | {Right.READ_CODES}
OPENED = SUPERVISION | {
    Right.READ_IDENTITY,
    Right.READ_REFERRAL,
    Right.READ_FILE,
    Right.READ_SENSITIVE,
    Right.READ_DOCUMENTS,
}
DECIDING = frozenset({Right.READ_FRAME, Right.READ_CONSENTS, Right.READ_EVENTS})
DECIDING_URGENTLY = DECIDING | {Right.APPROVE, Right.ASSIGN}
PROTECTION = (
    REQUESTS | KEEPING | {Right.READ_FRAME, Right.READ_CONSENTS, Right.READ_ACCESS_LOG, Right.RESTRICT}
)

# What an emergency opens; the second also what is hidden or was entrusted to one person.
READING = frozenset(
    {
        Right.READ_FRAME,
        Right.READ_CONSENTS,
        Right.READ_EVENTS,
        Right.READ_IDENTITY,
        Right.READ_FILE,
        Right.READ_SENSITIVE,
        Right.READ_DOCUMENTS,
        Right.READ_REFERRAL,
        Right.READ_SUBJECT_REQUEST,
    }
)
READING_ALL = READING | {Right.READ_PROTECTED_ADDRESS, Right.READ_CONFIDENTIAL}

SYSTEM = frozenset({Right.READ_FRAME, Right.READ_FILE, Right.WRITE_FILE, Right.ASSIGN, Right.SUPERVISE})
