# SPDX-License-Identifier: AGPL-3.0-or-later
"""THE ACCESS CONCEPT: who may do what on a case, and from which dated fact it follows.

The conditions name fields of casemanagement by their lookups only; tables of situations
(tests/permissions/concept) are their specification, and the policies in permissions/database
are the second statement of the same facts, proved equal by a test.
"""

from django.apps import apps
from django.db.models import Q
from django.utils.translation import gettext_noop as _

from permissions import clock
from permissions.conditions import shared
from permissions.duties import coordinated_by, in_town, organisations_of, stood_in_for
from permissions.hats import Hat
from permissions.models import User, valid_on
from permissions.policy import NOTHING, Grant, Policy
from permissions.rights import Right
from permissions.shields import emergency, hidden, partial, rows_of, someone, unlisted, unprotected

# A file is kept from deletion, or asked to be deleted, by whoever answers for it or watches over it.
KEEPING = frozenset({Right.HOLD, Right.REQUEST_ERASURE})
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
SENSITIVE = frozenset({Right.READ_SENSITIVE, Right.WRITE_SENSITIVE})
CONFIDENTIAL = frozenset({Right.READ_CONFIDENTIAL, Right.WRITE_CONFIDENTIAL})


@shared
def has(model: str, *, today: bool = True, **facts: object) -> Q:
    """The case has such a dated row of casemanagement; the row must hold today unless said otherwise."""
    rows = apps.get_model("casemanagement", model)._default_manager.filter(**facts)
    if today:
        rows = rows.filter(valid_on(clock.today()))
    return Q(pk__in=rows.order_by().values("case_id"))


def consent(kind: str) -> Q:
    """A consent of this kind is given, has begun, is not expired and not revoked."""
    return has("Consent", kind=kind, revoked_on__isnull=True)


@shared
def assigned(person: User, role: str) -> Q:
    """The person leads the case or stands in for it today; it counts only while an appointment in its Kommune lasts."""
    return has("Assignment", person=person, role=role) & in_town(person, Hat.CASE)


@shared
def file_is_open() -> Q:
    """The core consent lives; or the intake, which obtains it, is still under way and nobody revoked it."""
    in_intake = Q(phase="intake") & ~has("Consent", today=False, kind="C1", revoked_on__isnull=False)
    return Q(is_restricted=False) & (consent("C1") | in_intake)


@shared
def same_house(person: User) -> Q:
    return Q(organisation__in=organisations_of(person, Hat.CASE).values("pk"))


@shared
def offered(person: User) -> Q:
    """A handover of the case waits for the answer of this person or of the person's organisation."""
    offers = apps.get_model("casemanagement", "Handover")._default_manager.filter(
        Q(to_person=person) | Q(to_person__isnull=True),
        state="offered",
        to_organisation__in=organisations_of(person, Hat.CASE).values("pk"),
    )
    return Q(pk__in=offers.values("case_id"))


@shared
def handed_over(person: User) -> Q:
    """The person led the case until a handover, the days for questions are not over, and nobody hides in it."""
    past = apps.get_model("casemanagement", "Handover")._default_manager.filter(
        from_person=person, state="switched", read_until__gte=clock.today()
    )
    led = Q(pk__in=past.values("case_id")) & ~hidden()
    return led & file_is_open() & in_town(person, Hat.CASE)


def invited(person: User) -> Q:
    """Colleagues asked this person for advice on the case, and the discussion lasts."""
    invitations = apps.get_model("casemanagement", "PeerInvitation")._default_manager.filter(
        person=person, discussion__state="open", discussion__ends_on__gte=clock.today()
    )
    return Q(pk__in=invitations.values("case_id"), is_restricted=False) & in_town(person, Hat.CASE)


@shared
def supervised(person: User) -> Q:
    return Q(organisation__in=coordinated_by(person).values("pk"))


def unclarified(person: User) -> Q:
    """A referral under this Fachaufsicht that nobody clarifies yet."""
    pool = Q(phase="intake", state__in=["open", "waiting"], is_restricted=False)
    return supervised(person) & pool & ~has("Assignment", role="responsible")


@shared
def stands_in(person: User) -> Q:
    """Coordinator and deputies are away, and this person is the next in the order that was named."""
    return Q(organisation__in=stood_in_for(person).values("pk"))


def cannot_wait() -> Q:
    """Urgent, in a crisis, or a decision of the Fachaufsicht is overdue."""
    overdue = has("WorkItem", today=False, hat="fach", state="open", due_on__lt=clock.today())
    return Q(urgency="urgent") | Q(in_crisis=True) | overdue


@shared
def guarded(person: User) -> Q:
    return Q(organisation__in=organisations_of(person, Hat.DSB).values("pk"))


def opened(person: User) -> Q:
    """The person has stated a reason, the hour is not over, and the client consented to supervision."""
    openings = has("FileOpening", today=False, person=person, valid_until__gt=clock.now())
    return supervised(person) & openings & consent("C3") & Q(is_restricted=False)


def case_of(person: User) -> object:
    """Cases that the person leads or stands in for today, to stand inside another question."""
    mine = assigned(person, "responsible") | assigned(person, "deputy")
    return rows_of("Case").filter(mine & ~partial(person) & ~unlisted(person)).values("pk")


CASE_ACCESS = Policy(
    "casemanagement.Case",
    [
        Grant(
            who=_("Fallführung"),
            hat=Hat.CASE,
            on=lambda person: assigned(person, "responsible"),
            may=FRAME | {Right.START_HANDOVER, Right.READ_ACCESS_LOG, Right.ANSWER_REMARK},
        ),
        Grant(
            who=_("Fallführung, Akte offen"),
            hat=Hat.CASE,
            on=lambda person: assigned(person, "responsible") & file_is_open(),
            may=FILE | SENSITIVE | CONFIDENTIAL | {Right.EXPORT_FILE},
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
            who=_("Nachlesen nach der Übergabe"),
            hat=Hat.CASE,
            on=handed_over,
            may=frozenset({Right.LOOK_BACK}),
        ),
        Grant(
            who=_("Kollegiale Fallberatung"),
            hat=Hat.CASE,
            on=invited,
            may=frozenset({Right.DISCUSS}),
        ),
        Grant(
            who=_("Fachaufsicht"),
            hat=Hat.FACH,
            on=supervised,
            may=KEEPING
            | frozenset(
                {
                    Right.READ_FRAME,
                    Right.READ_CONSENTS,
                    Right.READ_EVENTS,
                    Right.READ_SUPERVISION,
                    Right.SUPERVISE,
                    Right.ASSIGN,
                    Right.APPROVE,
                    Right.OPEN_FILE,
                    Right.READ_ACCESS_LOG,
                    Right.RESTRICT,
                    Right.READ_SUBJECT_REQUEST,
                    Right.DECIDE_SUBJECT_REQUEST,
                }
            ),
        ),
        Grant(
            who=_("Fachaufsicht ohne Namen"),
            hat=Hat.FACH,
            on=lambda person: supervised(person) & file_is_open(),
            may=frozenset({Right.READ_CODES}),
        ),
        Grant(
            who=_("Fachaufsicht vor der Zuteilung"),
            hat=Hat.FACH,
            on=unclarified,
            may=frozenset({Right.READ_REFERRAL}),
        ),
        Grant(
            who=_("Entscheidung im Notfall"),
            hat=Hat.FACH,
            on=stands_in,
            may=frozenset({Right.READ_FRAME, Right.READ_CONSENTS, Right.READ_EVENTS}),
        ),
        Grant(
            who=_("Entscheidung im Notfall, eilig"),
            hat=Hat.FACH,
            on=lambda person: stands_in(person) & cannot_wait(),
            may=frozenset({Right.APPROVE, Right.ASSIGN}),
        ),
        Grant(
            who=_("Fachaufsicht mit Einwilligung und Anlass"),
            hat=Hat.FACH,
            on=opened,
            may=frozenset(
                {
                    Right.READ_IDENTITY,
                    Right.READ_REFERRAL,
                    Right.READ_FILE,
                    Right.READ_SENSITIVE,
                    Right.READ_DOCUMENTS,
                }
            ),
        ),
        Grant(
            who=_("Datenschutz"),
            hat=Hat.DSB,
            on=guarded,
            may=KEEPING
            | frozenset(
                {
                    Right.READ_FRAME,
                    Right.READ_CONSENTS,
                    Right.READ_ACCESS_LOG,
                    Right.RESTRICT,
                    Right.READ_SUBJECT_REQUEST,
                    Right.DECIDE_SUBJECT_REQUEST,
                }
            ),
            despite_list=True,
        ),
        Grant(
            # The client's right outlives the case manager's access: a file that is closed is handed out here.
            who=_("Datenschutz, freigegebene Auskunft"),
            hat=Hat.DSB,
            on=lambda person: (
                guarded(person) & has("SubjectRequest", today=False, released_at__isnull=False, decision="")
            ),
            may=frozenset({Right.EXPORT_FILE}),
            despite_list=True,
        ),
        Grant(
            who=_("Notfallzugriff der Fallarbeit"),
            hat=Hat.CASE,
            on=lambda person: emergency(person, Hat.CASE) & unprotected(person),
            may=READING,
        ),
        Grant(
            who=_("Notfallzugriff der Fachaufsicht"),
            hat=Hat.FACH,
            on=lambda person: emergency(person, Hat.FACH) & supervised(person),
            may=READING_ALL | {Right.READ_SUPERVISION},
            despite_list=True,
        ),
        Grant(
            who=_("Notfallzugriff des Datenschutzes"),
            hat=Hat.DSB,
            on=lambda person: emergency(person, Hat.DSB) & guarded(person),
            may=READING_ALL,
            despite_list=True,
        ),
        Grant(
            who=_("Meldende Stelle"),
            hat=Hat.DESK,
            on=lambda person: Q(registered_by=person) & in_town(person, Hat.DESK),
            may=frozenset({Right.READ_FRAME}),
        ),
    ],
    system={Right.READ_FRAME, Right.READ_FILE, Right.WRITE_FILE, Right.ASSIGN, Right.SUPERVISE},
    # The intake desk declares nothing and keeps no list.
    never=lambda actor: NOTHING if actor.hat is Hat.DESK else partial(someone(actor)),
    unlisted=lambda actor: unlisted(someone(actor)),
)

# Questions of authorities, which may be about nobody who is known here.
REQUEST_ACCESS = Policy(
    "casemanagement.AuthorityRequest",
    [
        Grant(
            who=_("Erfassung einer Behördenanfrage"),
            hat=Hat.CASE,
            on=lambda person: Q(recorded_by=person) & same_house(person),
            may=frozenset({Right.READ_REQUEST}),
        ),
        Grant(
            who=_("Fallführung oder Vertretung, Behördenanfragen"),
            hat=Hat.CASE,
            on=lambda person: Q(case__in=case_of(person)),
            may=frozenset({Right.READ_REQUEST}),
        ),
        Grant(
            who=_("Datenschutz, Behördenanfragen"),
            hat=Hat.DSB,
            on=lambda person: Q(organisation__in=organisations_of(person, Hat.DSB).values("pk")),
            may=frozenset({Right.READ_REQUEST, Right.DECIDE_REQUEST}),
        ),
    ],
)
