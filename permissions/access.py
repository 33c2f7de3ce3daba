# SPDX-License-Identifier: AGPL-3.0-or-later
"""THE ACCESS CONCEPT: who may do what on a case, and from which dated fact it follows.

The conditions name fields of casemanagement by their lookups only; a table test
(tests/permissions/test_access_concept.py) is their specification, and the policies in
permissions/database are the second statement of the same facts, proved equal by a test.
"""

from django.apps import apps
from django.db.models import Q
from django.utils.translation import gettext_noop as _

from permissions import clock
from permissions.duties import living_memberships, organisations_of
from permissions.hats import Hat
from permissions.models import User, valid_on
from permissions.policy import Grant, Policy
from permissions.rights import Right

FRAME = frozenset({Right.READ_FRAME, Right.READ_CONSENTS, Right.READ_EVENTS, Right.RECORD_CONSENT})
FILE = frozenset(
    {
        Right.READ_IDENTITY,
        Right.READ_PROTECTED_ADDRESS,
        Right.READ_FILE,
        Right.READ_DOCUMENTS,
        Right.WRITE_FILE,
    }
)
SENSITIVE = frozenset({Right.READ_SENSITIVE, Right.WRITE_SENSITIVE})
CONFIDENTIAL = frozenset({Right.READ_CONFIDENTIAL, Right.WRITE_CONFIDENTIAL})


def has(model: str, *, today: bool = True, **facts: object) -> Q:
    """The case has such a dated row of casemanagement; the row must hold today unless said otherwise."""
    rows = apps.get_model("casemanagement", model)._default_manager.filter(**facts)
    if today:
        rows = rows.filter(valid_on(clock.today()))
    return Q(pk__in=rows.order_by().values("case_id"))


def consent(kind: str) -> Q:
    """A consent of this kind is given, has begun, is not expired and not revoked."""
    return has("Consent", kind=kind, revoked_on__isnull=True)


def assigned(person: User, role: str) -> Q:
    """The person leads the case or stands in for it today; it counts only while an appointment in its Kommune lasts."""
    kommunen = living_memberships(person, Hat.CASE).values("organisation__kommune")
    return has("Assignment", person=person, role=role) & Q(kommune__in=kommunen)


def file_is_open() -> Q:
    """The core consent lives; or the intake, which obtains it, is still under way and nobody revoked it."""
    in_intake = Q(phase="intake") & ~has("Consent", today=False, kind="C1", revoked_on__isnull=False)
    return Q(is_restricted=False) & (consent("C1") | in_intake)


def same_house(person: User) -> Q:
    return Q(organisation__in=organisations_of(person, Hat.CASE).values("pk"))


def offered(person: User) -> Q:
    """A handover of the case waits for the answer of this person or of the person's organisation."""
    offers = apps.get_model("casemanagement", "Handover")._default_manager.filter(
        Q(to_person=person) | Q(to_person__isnull=True),
        state="offered",
        to_organisation__in=organisations_of(person, Hat.CASE).values("pk"),
    )
    return Q(pk__in=offers.values("case_id"))


def supervised(person: User) -> Q:
    return Q(organisation__in=organisations_of(person, Hat.FACH).values("pk"))


def opened(person: User) -> Q:
    """The person has stated a reason, the hour is not over, and the client consented to supervision."""
    openings = has("FileOpening", today=False, person=person, valid_until__gt=clock.now())
    return supervised(person) & openings & consent("C3") & Q(is_restricted=False)


CASE_ACCESS = Policy(
    "casemanagement.Case",
    [
        Grant(
            who=_("Fallführung"),
            hat=Hat.CASE,
            on=lambda person: assigned(person, "responsible"),
            may=FRAME | {Right.START_HANDOVER},
        ),
        Grant(
            who=_("Fallführung, Akte offen"),
            hat=Hat.CASE,
            on=lambda person: assigned(person, "responsible") & file_is_open(),
            may=FILE | SENSITIVE | CONFIDENTIAL,
        ),
        Grant(
            who=_("Vertretung"),
            hat=Hat.CASE,
            on=lambda person: assigned(person, "deputy"),
            may=FRAME,
        ),
        Grant(
            who=_("Vertretung, Akte offen"),
            hat=Hat.CASE,
            on=lambda person: assigned(person, "deputy") & file_is_open(),
            may=FILE,
        ),
        Grant(
            who=_("Vertretung im eigenen Haus"),
            hat=Hat.CASE,
            on=lambda person: assigned(person, "deputy") & file_is_open() & same_house(person),
            may=SENSITIVE,
        ),
        Grant(
            who=_("Vertretung aus einem anderen Haus mit Einwilligung"),
            hat=Hat.CASE,
            on=lambda person: assigned(person, "deputy") & file_is_open() & consent("C4"),
            may=SENSITIVE,
        ),
        Grant(
            who=_("Angebotene Übergabe"),
            hat=Hat.CASE,
            on=offered,
            may=frozenset({Right.ANSWER_HANDOVER}),
        ),
        Grant(
            who=_("Fachaufsicht"),
            hat=Hat.FACH,
            on=supervised,
            may=frozenset(
                {
                    Right.READ_FRAME,
                    Right.READ_CONSENTS,
                    Right.READ_EVENTS,
                    Right.ASSIGN,
                    Right.APPROVE,
                    Right.OPEN_FILE,
                }
            ),
        ),
        Grant(
            who=_("Fachaufsicht mit Einwilligung und Anlass"),
            hat=Hat.FACH,
            on=opened,
            may=frozenset({Right.READ_IDENTITY, Right.READ_FILE, Right.READ_SENSITIVE, Right.READ_DOCUMENTS}),
        ),
        Grant(
            who=_("Datenschutz"),
            hat=Hat.DSB,
            on=lambda person: Q(organisation__in=organisations_of(person, Hat.DSB).values("pk")),
            may=frozenset({Right.READ_FRAME, Right.READ_CONSENTS, Right.READ_ACCESS_LOG}),
        ),
        Grant(
            who=_("Meldende Stelle"),
            hat=Hat.DESK,
            on=lambda person: Q(registered_by=person),
            may=frozenset({Right.READ_FRAME}),
        ),
    ],
    system={Right.READ_FRAME, Right.READ_FILE, Right.WRITE_FILE, Right.ASSIGN},
)
