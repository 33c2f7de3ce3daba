# SPDX-License-Identifier: AGPL-3.0-or-later
"""What follows when a client takes a consent back, said before it is written down."""

from django.utils.translation import gettext_lazy as _

from casemanagement.choices import ConsentKind
from casemanagement.views.words import Text

CONSEQUENCES: dict[ConsentKind, tuple[Text, ...]] = {
    ConsentKind.C1: (
        _("Die Akte schließt sich sofort, auch für Sie: Sie sehen nur noch den Rahmen des Falls."),
        _("Laufende Aufgaben an der Akte enden; die Koordination schließt den Fall ab."),
        _("Die Löschung wird berechnet. Was bis heute geschah, bleibt rechtmäßig."),
    ),
    ConsentKind.C2: (
        _("Gesundheit, Religion, Herkunft und ähnliche Angaben dürfen nicht mehr geführt werden."),
        _("Bitte leeren Sie diese Angaben unter „Lage“."),
    ),
    ConsentKind.C3: (
        _("Die Fachaufsicht kann die Akte nicht mehr namentlich lesen, auch nicht mit Anlass."),
        _("Fallberatung ist nur noch ohne Namen möglich."),
    ),
    ConsentKind.C4: (
        _("Eine Vertretung aus einem anderen Haus sieht die besonders geschützten Angaben nicht mehr."),
    ),
    ConsentKind.C5: (
        _("Eine angebotene Übergabe an diese Organisation kann nicht mehr vollzogen werden."),
        _("Eine schon vollzogene Übergabe bleibt bestehen."),
    ),
    ConsentKind.C6: (
        _(
            "Mit dieser Stelle darf nicht mehr gesprochen werden. Bitte sagen Sie ihr nur, dass der Austausch endet."
        ),
    ),
    ConsentKind.C7: (_("Helferkonferenzen zu diesem Fall finden nicht mehr statt."),),
    ConsentKind.C8: (_("Neue Angaben fließen nicht mehr in Landesdatenbank und Evaluation."),),
    ConsentKind.C9: (_("Nach dem Abschluss meldet sich niemand mehr zur Nachsorge."),),
    ConsentKind.C10: (_("Dieser Kontaktweg darf nicht mehr benutzt werden."),),
}


def consequences_of(kind: ConsentKind) -> list[Text]:
    return list(CONSEQUENCES[kind])
