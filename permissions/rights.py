# SPDX-License-Identifier: AGPL-3.0-or-later
"""The columns of the access concept: what one may be allowed to do with a case, block by block."""

from enum import StrEnum


class Right(StrEnum):
    """One right on one case. Keep the list alphabetical."""

    ANSWER_HANDOVER = "answer_handover"
    APPROVE = "approve"
    ASSIGN = "assign"
    OPEN_FILE = "open_file"
    READ_ACCESS_LOG = "read_access_log"
    READ_CONFIDENTIAL = "read_confidential"
    READ_CONSENTS = "read_consents"
    READ_DOCUMENTS = "read_documents"
    READ_EVENTS = "read_events"
    READ_FILE = "read_file"
    READ_FRAME = "read_frame"
    READ_IDENTITY = "read_identity"
    READ_PROTECTED_ADDRESS = "read_protected_address"
    READ_SENSITIVE = "read_sensitive"
    RECORD_CONSENT = "record_consent"
    REGISTER_REFERRAL = "register_referral"
    START_HANDOVER = "start_handover"
    WRITE_CONFIDENTIAL = "write_confidential"
    WRITE_FILE = "write_file"
    WRITE_SENSITIVE = "write_sensitive"
