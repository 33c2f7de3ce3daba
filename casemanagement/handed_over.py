# SPDX-License-Identifier: AGPL-3.0-or-later
"""A file that the archive takes: everything the case's graph holds, sealed so that the archive alone reads it."""

from __future__ import annotations

import base64
import binascii
import json
import os
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from casemanagement import person_graph
from casemanagement.actions import documents
from casemanagement.casework import casework
from casemanagement.models import Case, DeletionItem, Document, DocumentContent
from permissions import clock
from permissions.actor import Actor, acting_as
from permissions.database.roles import DEED
from permissions.rights import Right

MAGIC = b"KIM-ARCHIV-1"
PUBLIC_BYTES, NONCE_BYTES = 32, 12


class CannotHandOver(Exception):
    """The archive's key is missing or unreadable; the text is one clear sentence for the operator."""


def hand_over(item: DeletionItem) -> None:
    """Write the sealed package and note that it exists; only then the file may be deleted."""
    recipient, system = _recipient(), Actor.system()
    with transaction.atomic():
        with casework(item.case_id or 0, by=system, right=Right.READ_FILE) as case:
            content = json.dumps(package(case), cls=DjangoJSONEncoder, ensure_ascii=False)
        _store(item, seal(content.encode(), recipient))
        item.handed_over_at = clock.now()
        with acting_as(system):
            item.save(update_fields=["handed_over_at"])


def package(case: Case) -> dict[str, Any]:
    """Every row of the case that a deed can read, table by table, papers included; not how it was processed."""
    tables = [
        table
        for table in person_graph.tables()
        if table.is_open_to(DEED) and not table.stays and table.model._meta.app_label == Case._meta.app_label
    ]
    return {
        "format": 1,
        "case": case.number,
        "handed_over_at": clock.now(),
        "tables": {
            table.name: [_row(row) for row in table.find(case).order_by("pk")] for table in reversed(tables)
        },
    }


def _row(row: Any) -> dict[str, Any]:
    if isinstance(row, DocumentContent):
        paper = Document.objects.get(pk=row.document_id)
        return {"document": paper.pk, "content": base64.b64encode(documents.content_of(paper)).decode()}
    return {field.attname: _plain(getattr(row, field.attname)) for field in row._meta.concrete_fields}


def _plain(value: Any) -> Any:
    return bytes(value).hex() if isinstance(value, bytes | memoryview) else value


def seal(content: bytes, recipient: X25519PublicKey) -> bytes:
    """Encrypt for the holder of one private key: a key of the moment, agreed with the recipient's."""
    once = X25519PrivateKey.generate()
    public = once.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    nonce = os.urandom(NONCE_BYTES)
    sealed = AESGCM(_key(once.exchange(recipient), public)).encrypt(nonce, content, MAGIC)
    return MAGIC + public + nonce + sealed


def unseal(package: bytes, own: X25519PrivateKey) -> bytes:
    """What the archive does with the package."""
    _, rest = package[: len(MAGIC)], package[len(MAGIC) :]
    public, nonce = rest[:PUBLIC_BYTES], rest[PUBLIC_BYTES : PUBLIC_BYTES + NONCE_BYTES]
    shared = own.exchange(X25519PublicKey.from_public_bytes(public))
    return AESGCM(_key(shared, public)).decrypt(nonce, rest[PUBLIC_BYTES + NONCE_BYTES :], MAGIC)


def _key(shared: bytes, salt: bytes) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=salt, info=MAGIC).derive(shared)


def _recipient() -> X25519PublicKey:
    try:
        return X25519PublicKey.from_public_bytes(base64.b64decode(settings.ARCHIVE_KEY, validate=True))
    except (ValueError, binascii.Error):
        raise CannotHandOver("KIM_ARCHIVE_KEY fehlt oder ist kein Schlüssel des Archivs.") from None


def _store(item: DeletionItem, sealed: bytes) -> None:
    """Named after the hash: neither number nor name stands in a folder."""
    settings.ARCHIVE_FOLDER.mkdir(parents=True, exist_ok=True, mode=0o700)
    target = settings.ARCHIVE_FOLDER / f"{item.subject_hash}.kim"
    target.write_bytes(sealed)
    target.chmod(0o600)
