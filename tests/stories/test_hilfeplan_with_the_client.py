# SPDX-License-Identifier: AGPL-3.0-or-later
"""The Hilfeplan as client and case manager lead it together: goals, steps, scale, versions, answers, paper."""

import datetime as dt
import html
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from casemanagement import plan_words
from casemanagement.actions import plans
from casemanagement.casework import casework
from casemanagement.choices import MeasureType
from casemanagement.consent_texts import SPOKEN_NAMES
from casemanagement.models import Case, CaseEvent, Document, Goal, Measure, SupportPlan
from casemanagement.printing import print_pdf
from casemanagement.printing.characters import REPLACEMENT, printable
from casemanagement.printing.support_plan import plan_on_paper
from permissions import clock
from permissions.actor import Actor, acting_in_role
from permissions.database.roles import OWNER
from permissions.hats import Hat
from permissions.models import User
from permissions.rights import Right
from tests.factories import CaseFactory
from tests.papers import PDF

SignedIn = Callable[[str], Client]
Send = Callable[..., Any]
GOAL: dict[str, Any] = {
    "text": "Ich verstehe Briefe vom Amt.",
    "sign": "Drei Briefe ohne Hilfe beantwortet",
    "domain": "language",
    "level": "main",
    "target_on": "+6m",
    "owner": "client",
    "weight": "2",
}


@pytest.fixture
def case(carla: User) -> Case:
    return CaseFactory(led_by=carla, in_planning=True)


@pytest.fixture
def in_force(carla: User) -> Case:
    return CaseFactory(led_by=carla, planned=True)


@pytest.fixture
def carla_at(signed_in: SignedIn) -> Client:
    return signed_in("carla")


def send(client: Client, case: Case, name: str, data: dict[str, Any], **kwargs: Any) -> Any:
    url = reverse(f"cases:{name}", kwargs={"number": case.number, **kwargs})
    form = client.get(url).context["form"]
    hidden = {field.html_name: field.value() or "" for field in form.hidden_fields()}
    return client.post(url, {**hidden, **data})


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", html.unescape(answer.content.decode()))


def plan_page(client: Client, case: Case, query: str = "") -> str:
    answer = client.get(reverse("cases:plan", args=[case.number]) + query)
    assert answer.status_code == 200
    return text_of(answer)


def only(model: Any, **facts: Any) -> Any:
    with acting_in_role(OWNER):
        return model.objects.get(**facts)


def newest(case: Case) -> Goal:
    with acting_in_role(OWNER):
        found: Goal = Goal.objects.filter(case=case).latest("pk")
        return found


def group(page: str, label: str) -> str:
    """What stands under one heading of the plan."""
    found = re.search(rf'aria-label="{label}">(.*?)</section>', page)
    return found[1] if found else ""


def test_goals_stand_under_now_later_achieved_and_dropped(in_force: Case, carla_at: Client) -> None:
    send(carla_at, in_force, "goal_new", GOAL | {"text": "Später einen Verein finden.", "when": "later"})
    later = newest(in_force)
    send(carla_at, in_force, "goal_new", GOAL | {"text": "Führerschein machen."})
    dropped = newest(in_force)
    send(
        carla_at,
        in_force,
        "goal",
        GOAL | {"text": dropped.text, "state": "withdrawn_by_client"},
        pk=dropped.pk,
    )
    send(carla_at, in_force, "goal_new", GOAL | {"text": "Konto eröffnen."})
    reached = newest(in_force)
    send(carla_at, in_force, "goal", GOAL | {"text": reached.text, "state": "achieved"}, pk=reached.pk)

    page = plan_page(carla_at, in_force)

    assert later.state == "later"
    assert "Ich möchte Deutsch lernen" in group(page, "Jetzt")
    assert "Später einen Verein finden." in group(page, "Später")
    assert "Konto eröffnen." in group(page, "Erreicht")
    assert "Führerschein machen." in group(page, "Entfallen oder nicht erreicht")


def test_a_goal_for_later_keeps_nobody_from_agreeing_but_one_goal_begins_now(
    case: Case, carla_at: Client
) -> None:
    send(
        carla_at,
        case,
        "goal_new",
        {"text": "Irgendwann studieren.", "domain": "education", "when": "later"}
        | {"level": "main", "owner": "client", "weight": "1"},
    )
    with acting_in_role(OWNER):
        plan = SupportPlan.objects.get(case=case)
        with_later = plan.missing()
        plan.goals.exclude(state="later").delete()
        only_later = plan.missing()

    assert with_later == []
    assert "mindestens eines braucht jetzt Schritte" in only_later[0]


def test_steps_say_who_and_until_when_from_the_catalogue_or_in_own_words(
    in_force: Case, carla_at: Client
) -> None:
    goal = newest(in_force)
    today = f"{clock.today():%d.%m.%Y}"
    silent = send(carla_at, in_force, "measure_new", {"type": "own_step", "proposed_on": today}, pk=goal.pk)
    send(
        carla_at,
        in_force,
        "measure_new",
        {
            "type": "own_step",
            "text": "Bruder fragt im Verein nach.",
            "owner": "third",
            "due_on": "+2w",
            "proposed_on": today,
        },
        pk=goal.pk,
    )
    step = only(Measure, case=in_force, type=MeasureType.OWN_STEP)
    send(
        carla_at,
        in_force,
        "measure",
        {"state": "running", "on": today, "text": step.text, "owner": "client", "due_on": "+4w"},
        pk=step.pk,
    )

    moved = only(Measure, pk=step.pk)
    assert "Bitte schreiben Sie, was getan wird." in text_of(silent)
    assert (moved.owner, moved.due_on, moved.state) == (
        "client",
        clock.today() + dt.timedelta(weeks=4),
        "running",
    )
    page = plan_page(carla_at, in_force)
    assert "Bruder fragt im Verein nach." in page
    assert "Klient*in · vorgeschlagen" in page
    assert f"bis {moved.due_on:%d.%m.%Y}" in page


def test_a_goal_from_the_catalogue_fills_the_form_and_stays_changeable(case: Case, carla_at: Client) -> None:
    url = reverse("cases:goal_new", args=[case.number])

    offered = text_of(carla_at.get(url))
    chosen = carla_at.get(f"{url}?vorschlag=language-2")
    unknown = carla_at.get(f"{url}?vorschlag=nichts")

    assert 'href="?vorschlag=language-2"' in offered
    form = chosen.context["form"]
    assert form["text"].value() == "Ich verstehe Briefe vom Amt."
    assert form["domain"].value() == "language"
    assert unknown.context["form"]["text"].value() is None
    send(carla_at, case, "goal_new", GOAL | {"text": "Ich will die Post vom Jobcenter verstehen."})
    assert newest(case).text == "Ich will die Post vom Jobcenter verstehen."


def test_client_and_case_manager_rate_apart_and_both_numbers_stand_with_a_sentence(
    in_force: Case, carla_at: Client
) -> None:
    goal = newest(in_force)
    assert "Zielerreichung (GAS)" not in plan_page(carla_at, in_force)
    scale = {"gas_start": "-2", "anchor_m2": "kein Wort", "anchor_0": "Alltag", "anchor_p2": "Arbeit"}
    send(
        carla_at,
        in_force,
        "goal",
        GOAL | scale | {"state": "in_progress", "gas_client": "1", "gas_case_manager": "-1"},
        pk=goal.pk,
    )

    page = plan_page(carla_at, in_force)

    attained = page[page.index("Zielerreichung (GAS)") :]
    rows = re.findall(
        r'<th scope="row">([^<]+)</th> <td class="app-cell--number">(\d+)</td> <td>([^<]+)', attained
    )
    assert [(label.strip(), value, words.strip()) for label, value, words in rows] == [
        ("Zu Beginn", "30", "Es ist weniger erreicht als erhofft."),
        ("Jetzt, Sicht der Klientin oder des Klienten", "60", "Es ist mehr erreicht als erhofft."),
        ("Jetzt, Sicht der Fallführung", "40", "Es ist weniger erreicht als erhofft."),
    ]
    assert "stehen noch nicht in Worten fest" not in page


def test_a_scale_without_words_is_named(in_force: Case, carla_at: Client) -> None:
    goal = newest(in_force)

    send(carla_at, in_force, "goal", GOAL | {"state": "in_progress", "gas_start": "-2"}, pk=goal.pk)

    assert "−2, 0 und +2 stehen noch nicht in Worten fest" in plan_page(carla_at, in_force)


def test_a_new_version_shows_what_is_different(in_force: Case, carla: User, carla_at: Client) -> None:
    send(carla_at, in_force, "goal_new", GOAL | {"text": "Führerschein machen."})
    dropped = newest(in_force)
    send(carla_at, in_force, "goal", GOAL | {"text": dropped.text, "state": "obsolete"}, pk=dropped.pk)
    by = Actor(carla, Hat.CASE)
    with casework(in_force, by=by, right=Right.WRITE_FILE) as again:
        plans.draft(again, by=by)
    carried = newest(in_force)
    send(
        carla_at, in_force, "goal", GOAL | {"text": "Ich will B2 schaffen", "state": "agreed"}, pk=carried.pk
    )
    send(carla_at, in_force, "goal_new", GOAL | {"text": "Eine Wohnung finden.", "domain": "housing"})
    wanted = newest(in_force)
    send(carla_at, in_force, "measure_new", {"type": "wbs", "proposed_on": "heute"}, pk=wanted.pk)

    page = plan_page(carla_at, in_force)

    seen = page[page.index("Unterschiede zu Fassung 1") :]
    assert "Neue Ziele" in seen
    assert "Eine Wohnung finden." in seen[seen.index("Neue Ziele") : seen.index("Geänderte Ziele")]
    changed = seen[seen.index("Geänderte Ziele") : seen.index("Nicht mehr im Plan")]
    assert re.search(r"<del>.*Ich möchte Deutsch lernen</del> → <ins>.*Ich will B2 schaffen</ins>", changed)
    gone = seen[seen.index("Nicht mehr im Plan") : seen.index("Neue Schritte")]
    assert "Führerschein machen." in gone
    assert "überholt" in gone
    assert "Wohnberechtigungsschein" in seen[seen.index("Neue Schritte") :]
    assert "Unterschiede zu Fassung" not in plan_page(carla_at, in_force, "?fassung=1")


def test_who_could_not_be_asked_is_asked_at_the_next_talk(in_force: Case, carla_at: Client) -> None:
    with acting_in_role(OWNER):
        SupportPlan.objects.filter(case=in_force).update(agreement="could_not_be_asked")
    waiting = plan_page(carla_at, in_force)

    silent = send(carla_at, in_force, "plan_answer", {"agreement": "no", "agreed_on": "heute"})
    send(
        carla_at,
        in_force,
        "plan_answer",
        {"agreement": "yes", "agreed_on": "heute", "signed_document": _paper()},
    )

    assert "Beim nächsten Gespräch besprechen" in waiting
    assert "Antwort nachtragen" in waiting
    assert "braucht der Hilfeplan eine Begründung" in text_of(silent)
    plan = only(SupportPlan, case=in_force)
    assert (plan.agreement, plan.state, plan.signed_document_id is None) == ("yes", "agreed", False)
    assert plan.agreement_reason == f"Zuvor, am {clock.today():%d.%m.%Y}: mündlich vereinbart"
    page = plan_page(carla_at, in_force)
    assert "Beim nächsten Gespräch" not in page
    assert "Antwort nachtragen" not in page
    with acting_in_role(OWNER):
        told = CaseEvent.objects.filter(case=in_force, kind="plan_agreed").latest("seq").data
        assert Document.objects.get(pk=plan.signed_document_id).kind == "signed_plan"
    assert told["agreement"] == "yes"


def test_a_no_that_comes_later_asks_for_a_changed_plan(in_force: Case, carla_at: Client) -> None:
    send(
        carla_at,
        in_force,
        "plan_answer",
        {"agreement": "no", "agreed_on": "heute", "agreement_reason": "Will zuerst arbeiten."},
    )

    page = plan_page(carla_at, in_force)

    assert "bitte den Plan ändern" in page
    assert "Will zuerst arbeiten." in page


def test_a_draft_is_printed_to_be_signed_in_the_language_of_the_client(case: Case, carla_at: Client) -> None:
    send(
        carla_at,
        case,
        "goal_new",
        GOAL | {"other_language": "ar", "other_text": "أريد أن أفهم الرسائل", "other_sign": ""},
    )

    offered = carla_at.get(reverse("cases:plan_print", args=[case.number])).context["form"]
    send(carla_at, case, "plan_print", {"language": "ar"})

    assert offered["language"].value() == "ar"  # Arabisch is what the client speaks
    plan = only(SupportPlan, case=case)
    assert plan.language == "ar"
    with acting_in_role(OWNER):
        paper = plan_on_paper(SupportPlan.objects.get(pk=plan.pk), "ar")
        document = Document.objects.get(pk=plan.printed_id)
    assert (document.kind, document.content_type) == ("support_plan", "application/pdf")
    assert "zum Unterschreiben" in document.title
    said = next(goal for goal in paper["goals"] if goal["other_text"])
    assert (said["text"], said["other_text"]) == (GOAL["text"], "أريد أن أفهم الرسائل")
    assert (paper["languages"], paper["rtl"], paper["not_reviewed"]) == (["de", "ar"], "yes", "yes")
    answer = carla_at.get(reverse("cases:plan_pdf", args=[case.number]))
    assert answer["Content-Type"] == "application/pdf"


def test_words_in_a_second_language_need_its_name_and_stand_only_beside_it(
    case: Case, carla_at: Client
) -> None:
    nameless = send(
        carla_at, case, "goal_new", GOAL | {"other_language": "", "other_text": "I want to learn"}
    )
    send(carla_at, case, "goal_new", GOAL | {"other_language": "en", "other_text": "I want to learn"})

    assert "In welcher Sprache ist das geschrieben?" in text_of(nameless)
    with acting_in_role(OWNER):
        plan = SupportPlan.objects.get(case=case)
        texts = {
            code: {row["other_text"] for row in plan_on_paper(plan, code)["goals"]} for code in ("en", "uk")
        }
    assert texts == {"en": {"I want to learn", ""}, "uk": {""}}


@pytest.mark.parametrize("language", plan_words.languages())
def test_the_paper_prints_in_every_language_and_loses_no_letter(language: str, in_force: Case) -> None:
    with acting_in_role(OWNER):
        paper = plan_on_paper(SupportPlan.objects.get(case=in_force), language)
    assert set(paper["words"][-1]) == set(paper["words"][0])
    assert REPLACEMENT not in printable(str(plan_words.words(language)))

    assert print_pdf("support_plan", paper | {"recipient": "", "ground": ""}).startswith(b"%PDF-")


def test_the_paper_speaks_every_language_of_the_consents() -> None:
    assert set(plan_words.languages()) == {"de", *SPOKEN_NAMES}
    german = plan_words.words("de")
    for language in plan_words.languages():
        said = plan_words.words(language)
        for part in ("owners", "answers", "domains"):
            assert said[part].keys() == german[part].keys()


def _paper() -> Any:
    return SimpleUploadedFile("plan.pdf", PDF, content_type="application/pdf")
