# SPDX-License-Identifier: AGPL-3.0-or-later
"""The situation of a client in groups of labels and words."""

from django.utils.translation import gettext as _

from casemanagement.choices import RiskFlag, TargetGroup
from casemanagement.models import ClientSituation

Group = tuple[str, list[tuple[str, object]]]


def situation_facts(row: ClientSituation) -> list[Group]:
    return [
        (
            _("Aufenthalt"),
            [
                (_("Staatsangehörigkeit"), row.nationality),
                (_("Aufenthaltsstatus"), row.get_residence_status_display()),
                (_("Aufenthalt gültig bis"), row.residence_valid_until),
                (_("Einreise am"), row.entry_on),
                (_("Zugang zum Integrationskurs"), row.get_course_entitlement_display()),
            ],
        ),
        (
            _("Leben"),
            [
                (_("Rechtskreis"), row.get_benefit_regime_display()),
                (_("Haushalt"), row.get_household_type_display()),
                (_("Wohnsituation"), row.get_housing_status_display()),
                (_("Deutschkenntnisse"), row.get_language_level_display()),
            ],
        ),
        (
            _("Zielgruppen, Gefährdungen, Gesundheit"),
            [
                (_("Zielgruppen"), _words(row.target_groups, TargetGroup)),
                (_("Gefährdungen"), _words(row.risk_flags, RiskFlag)),
                (_("Gesundheit"), row.health_notes),
            ],
        ),
    ]


def _words(codes: list[str], choices: type[TargetGroup] | type[RiskFlag]) -> str:
    labels = dict(choices.choices)
    return ", ".join(str(labels.get(code, code)) for code in codes)
