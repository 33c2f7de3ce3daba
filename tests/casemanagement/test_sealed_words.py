# SPDX-License-Identifier: AGPL-3.0-or-later
"""No free word about a person lies in the clear, and words that did are read, sealed and given back."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models, transaction

from casemanagement import rotation
from casemanagement.actions import contacts
from casemanagement.data_blocks import OWN_PACKAGES, blocks_of
from casemanagement.fields import ENCRYPTED
from casemanagement.models import Assignment, Case, Consent, Measure, WorkItem
from casemanagement.sentences import Translated
from casemanagement.words import PlainWords, SealedTextField, source
from permissions import clock
from permissions.actor import Actor, acting_in_role
from permissions.database.roles import OWNER
from permissions.models import User
from tests.factories import CaseFactory
from tests.factories.cases import ConsentFactory

# Short texts of rows about a case that are no free words, and why not.
NO_FREE_WORDS = {
    "casemanagement.Case.number": "drawn by lot",
    "casemanagement.Case.quarter": "a place of the municipality, from its list",
    "casemanagement.Case.programme": "a code",
    "casemanagement.ChainStep.chain": "a code of the chain",
    "casemanagement.ChainStep.step": "a code of the chain",
    "casemanagement.ClientSituation.nationality": "a country, counted in figures (decision 0033)",
    "casemanagement.Consent.language": "a language (decision 0033)",
    "casemanagement.Contact.language": "a language (decision 0033)",
    "casemanagement.Consent.template_version": "a folder of the program",
    "casemanagement.Consent.template_language": "a code",
    "casemanagement.Consent.template_sha256": "a sum",
    "casemanagement.ConsentSignature.statement_sha256": "a sum",
    "casemanagement.CaseEvent.hat": "a code",
    "casemanagement.EmergencyAccess.hat": "a code",
    "casemanagement.Document.content_type": "one of three",
    "casemanagement.Document.sha256": "a sum",
    "casemanagement.ImportRow.mark": "a keyed sum",
    "casemanagement.Job.kind": "the name of a deed",
    "casemanagement.Job.key": "codes and numbers",
    "casemanagement.Job.error_type": "the class of an exception",
    "casemanagement.Job.hat": "a code",
    "casemanagement.Notice.to_hat": "a code",
    "casemanagement.Rectification.model": "the name of a table",
    "casemanagement.Rectification.field": "the name of a column",
    "casemanagement.Redaction.model": "the name of a table",
    "casemanagement.Redaction.field": "the name of a column",
    "casemanagement.SupportPlan.language": "a code of a list of the program",
    "casemanagement.WorkItem.kind": "the name of a step or deed",
}


def is_about_a_case(model: type[models.Model]) -> bool:
    return model._meta.label == "casemanagement.Case" or any(
        field.is_relation and field.related_model is Case for field in model._meta.local_fields
    )


def texts_of(model: type[models.Model]) -> list[Any]:
    """Typed texts: neither codes of a list, nor sealed, nor the emptied columns of what is sealed now."""
    return [
        field
        for field in model._meta.local_fields
        if isinstance(field, models.CharField | models.TextField)
        and not isinstance(field, (*ENCRYPTED, PlainWords))
        and not field.choices
    ]


def test_every_free_word_about_a_person_is_sealed() -> None:
    found = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model._meta.app_label == "casemanagement"
        for field in texts_of(model)
        if is_about_a_case(model) or blocks_of(model).get(field.name) not in (None, "frame")
    }
    assert found == set(NO_FREE_WORDS)


def test_what_opens_on_its_own_terms_holds_no_plain_text_elsewhere() -> None:
    """Statistics and accounts: what they classify as more than the frame are codes and hashes, no texts."""
    found = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model._meta.app_label in OWN_PACKAGES and model._meta.app_label != "casemanagement"
        for field in texts_of(model)
        if blocks_of(model).get(field.name) in ("identity", "protected", "sensitive", "file")
        and (field.max_length or 1_000) > 64
    ]
    assert found == []


# --- Old and new beside each other ----------------------------------------------------------------


@contextmanager
def owning() -> Iterator[None]:
    with transaction.atomic(), acting_in_role(OWNER):
        yield


def columns(model: type[models.Model], name: str, pk: int) -> tuple[str, str | None]:
    """What stands in the old and in the new column."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {name}, {name}_sealed FROM {model._meta.db_table} WHERE id = %s",
            [pk],
        )
        old, new = cursor.fetchone()
    return old, new


def by_older_program(model: type[models.Model], name: str, pk: int, words: str) -> None:
    """It knows the old column alone."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {model._meta.db_table} SET {name} = %s WHERE id = %s",
            [words, pk],
        )


SEALED = [
    (model, field.name)
    for model in apps.get_models()
    for field in model._meta.local_fields
    if isinstance(field, SealedTextField)
]


def test_all_words_that_lay_in_the_clear_have_a_sealed_column() -> None:
    assert {f"{model.__name__}.{name}" for model, name in SEALED} == {
        "Assignment.reason",
        "Consent.recipient_text",
        "Consent.purpose",
        "Consent.interpreter",
        "Deadline.extended_reason",
        "FileOpening.text",
        "Measure.provider",
        "Triage.referred_to",
        "WorkItem.title",
    }


@pytest.fixture
def case(aylin: User) -> Case:
    return CaseFactory(led_by=aylin, planned=True)


@pytest.fixture
def consent(case: Case) -> Consent:
    return ConsentFactory(case=case, kind="C6", recipient_text="Jobcenter", purpose="Antrag")


def test_what_is_written_now_stands_sealed_and_fits_its_row_alone(consent: Consent) -> None:
    with owning():
        old, new = columns(Consent, "recipient_text", consent.pk)
        assert (old, new is not None and ".r:" in new[:12]) == ("", True)
        other = ConsentFactory(case=consent.case, kind="C6", recipient_text="Schule")
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE casemanagement_consent SET recipient_text_sealed = %s WHERE id = %s", [new, other.pk]
            )
        with pytest.raises(Exception, match="passt nicht zu Schlüssel und Zeile"):
            other.refresh_from_db()


def test_words_of_an_older_program_are_read_and_count_until_they_are_sealed(consent: Consent) -> None:
    with owning():
        by_older_program(Consent, "recipient_text", consent.pk, "Wohnungsamt")
        assert columns(Consent, "recipient_text", consent.pk) == ("Wohnungsamt", None)
        assert Consent.objects.get(pk=consent.pk).recipient_text == "Wohnungsamt"
        assert (
            Consent.objects.filter(pk=consent.pk).values_list("recipient_text", flat=True)[0] == "Wohnungsamt"
        )
        assert Consent.objects.of_recipient(None, "wohnungsamt").get() == consent
        consent.refresh_from_db()
        consent.save()
        assert columns(Consent, "recipient_text", consent.pk)[0] == ""
        assert Consent.objects.get(pk=consent.pk).recipient_text == "Wohnungsamt"


def test_words_taken_away_do_not_come_back_from_the_old_column(consent: Consent) -> None:
    with owning():
        by_older_program(Consent, "purpose", consent.pk, "Altes")
        consent.refresh_from_db()
        consent.purpose = ""
        consent.save(update_fields=["purpose"])
        assert columns(Consent, "purpose", consent.pk) == ("", "")
        assert Consent.objects.get(pk=consent.pk).purpose == ""


def test_rotate_keys_seals_what_nobody_has_touched(case: Case, consent: Consent, aylin: User) -> None:
    with owning():
        assignment = Assignment.objects.get(case=case, person=aylin)
        by_older_program(Assignment, "reason", assignment.pk, "Vertretung wegen Krankheit")
        by_older_program(Consent, "interpreter", consent.pk, "Frau Haddad")
    report = rotation.Report()
    rotation.reseal_all(report, tell=lambda _label, _count: None)
    assert (report.unreadable, report.left) == ([], {})
    with owning():
        for model, name, pk, words in (
            (Assignment, "reason", assignment.pk, "Vertretung wegen Krankheit"),
            (Consent, "interpreter", consent.pk, "Frau Haddad"),
            (Consent, "recipient_text", consent.pk, "Jobcenter"),
        ):
            old, new = columns(model, name, pk)
            assert (old, bool(new)) == ("", True)
            assert getattr(model._default_manager.get(pk=pk), name) == words


def test_the_way_back_puts_the_words_where_the_older_program_reads_them(consent: Consent) -> None:
    migration = import_module("casemanagement.migrations.0011_sealed_words")
    with owning():
        migration.open_words(apps, None)
        assert columns(Consent, "recipient_text", consent.pk) == ("Jobcenter", None)
        assert Consent.objects.get(pk=consent.pk).recipient_text == "Jobcenter"


def test_a_task_in_own_words_is_sealed_and_one_of_the_program_is_translated(
    case: Case, actor: Callable[..., Actor]
) -> None:
    day = clock.today()
    contacts.write(
        case, by=actor("aylin"), kind="phone", occurred_on=day, next_title="Samira anrufen", next_on=day
    )
    with owning():
        item = WorkItem.objects.get(case=case, kind="contacts.next")
        assert (item.title, columns(WorkItem, "title", item.pk)[0]) == ("Samira anrufen", "")
        item.title = Translated("Call Samira")
        item.title.source = "Samira anrufen"
        item.save(update_fields=["title"])
        assert source(WorkItem.objects.get(pk=item.pk).title) == "Samira anrufen"
        assert WorkItem.objects.select_related("case").get(pk=item.pk).title == "Samira anrufen"


def test_a_measure_that_an_outer_join_does_not_find_has_no_words(case: Case) -> None:
    with owning():
        Measure.objects.filter(case=case).delete()
        assert list(Case.objects.filter(pk=case.pk).values_list("measures__provider", flat=True)) == [None]
