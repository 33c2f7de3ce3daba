# SPDX-License-Identifier: AGPL-3.0-or-later
"""Fachaufsicht and peer discussion as the case manager sees them: remarks to answer, questions to colleagues."""

from typing import Any, ClassVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casemanagement.actions import peers, remarks
from casemanagement.choices import PeerState, RemarkState
from casemanagement.forms.pages_edit import EditForm
from casemanagement.forms.pages_remarks import PeerComment, PeerQuestion, PeerReply, PeerResult, RemarkAnswer
from casemanagement.models import Case, PeerDiscussion, SupervisionRemark
from casemanagement.views.base import CaseFormPage, CasePage, HatPage
from casemanagement.views.counsel_rows import counsel_of, sheet_of
from permissions import accesslog, clock
from permissions.models import AccessAction
from permissions.rights import Right


class Counsel(CasePage):
    """Everything that was said about the work on this case."""

    right = Right.READ_SUPERVISION
    block = "supervision"
    tab = "counsel"
    title = gettext_lazy("Fachaufsicht und Beratung")
    template_name = "casemanagement/counsel.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            counsel=counsel_of(self.case),
            may_answer=Right.ANSWER_REMARK in self.standing.rights,
            **kwargs,
        )


class RemarkAnswerPage(CaseFormPage):
    right = Right.ANSWER_REMARK
    block = "supervision"
    form_class: ClassVar[type[EditForm]] = RemarkAnswer
    tab = back = "counsel"
    title = gettext_lazy("Fachlichen Hinweis beantworten")
    submit = gettext_lazy("Antwort senden")
    template_name = "casemanagement/counsel_answer.html"

    @cached_property
    def remark(self) -> SupervisionRemark:
        rows = SupervisionRemark.objects.filter(case=self.case, state=RemarkState.OPEN)
        return get_object_or_404(rows.select_related("written_by"), pk=self.kwargs["pk"])

    def deed(self, form: EditForm, case: Case) -> Any:
        remark = SupervisionRemark.objects.get(pk=self.remark.pk)
        remark.case = case
        return remarks.answer(remark, by=self.actor, **form.deed())

    def done(self, result: Any) -> HttpResponseBase:
        messages.success(self.request, _("Ihre Antwort ist bei der Fachaufsicht."))
        return super().done(result)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(remark=self.remark, **kwargs)


class PeerNew(CaseFormPage):
    form_class: ClassVar[type[EditForm]] = PeerQuestion
    tab = back = "counsel"
    title = gettext_lazy("Kollegiale Fallberatung")
    submit = gettext_lazy("Einladen")
    lead = gettext_lazy(
        "Eingeladene sehen Ihre Frage und einen Bogen aus Kürzeln und Tagen, keinen Namen und keinen Text der Akte."
    )

    def deed(self, form: EditForm, case: Case) -> Any:
        return peers.invite(case, by=self.actor, **form.deed())


class PeerPage(CaseFormPage):
    """The running discussion of an own case: what was said, and an own word."""

    form_class: ClassVar[type[EditForm]] = PeerReply
    block = "supervision"
    tab = back = "counsel"
    title = gettext_lazy("Kollegiale Fallberatung")
    submit = gettext_lazy("Beitrag schreiben")
    template_name = "casemanagement/peer.html"
    deed_of: ClassVar[Any] = staticmethod(peers.reply)

    @cached_property
    def discussion(self) -> PeerDiscussion:
        return get_object_or_404(PeerDiscussion, case=self.case, pk=self.kwargs["pk"])

    def deed(self, form: EditForm, case: Case) -> Any:
        discussion = PeerDiscussion.objects.get(pk=self.discussion.pk)
        discussion.case = case
        return type(self).deed_of(discussion, by=self.actor, **form.deed())

    def done(self, result: Any) -> HttpResponseBase:
        return redirect(self.url("peer", pk=self.discussion.pk))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_open = self.discussion.state == PeerState.OPEN
        return super().get_context_data(
            discussion=self.discussion,
            sheet=sheet_of(self.discussion),
            comments=self.discussion.comments.select_related("written_by").order_by("pk"),
            invited=self.discussion.invitations.select_related("person").order_by("person__display_name"),
            is_open=is_open,
            **kwargs,
        )


class PeerEnd(PeerPage):
    """Records the result and ends it."""

    form_class = PeerResult
    title = gettext_lazy("Fallberatung beenden")
    submit = gettext_lazy("Ergebnis festhalten und beenden")
    deed_of = staticmethod(peers.end)


class Invitations(HatPage):
    """The discussions to which this person is invited and that still last."""

    template_name = "casemanagement/invitations.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(discussions=list(_invited(self.actor)), **kwargs)


class Invited(HatPage):
    """A question without a name, and an own word to it."""

    template_name = "casemanagement/invited.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.pk = kwargs["pk"]

    @cached_property
    def discussion(self) -> PeerDiscussion:
        found: PeerDiscussion | None = _invited(self.actor).filter(pk=self.pk).first()
        if found is None:
            raise Http404
        return found

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = PeerComment(request.POST)
        discussion = self.discussion
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        peers.comment(discussion, by=self.actor, **form.cleaned_data)
        messages.success(request, _("Ihr Beitrag steht bei der Frage."))
        return redirect(reverse("cases:invited", args=[discussion.pk]))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", PeerComment())
        discussion = self.discussion
        accesslog.record(
            self.actor,
            AccessAction.READ,
            case=discussion.case,
            block="sheet",
            grant="Kollegiale Fallberatung",
        )
        return super().get_context_data(
            discussion=discussion,
            sheet=sheet_of(discussion),
            comments=discussion.comments.select_related("written_by").order_by("pk"),
            **kwargs,
        )


def _invited(actor: Any) -> Any:
    rows = PeerDiscussion.objects.permitted(actor, Right.DISCUSS).living(clock.today())
    mine = rows.filter(invitations__person=actor.person)
    return mine.select_related("opened_by", "case").order_by("ends_on", "pk")
