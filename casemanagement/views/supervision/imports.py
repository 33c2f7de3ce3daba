# SPDX-License-Identifier: AGPL-3.0-or-later
"""„Laufende Fälle übernehmen“: bring a file, say what its columns are, check, take over piece by piece, errors."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casemanagement.importing import rows, running, tables
from casemanagement.models import ImportRun
from casemanagement.validators import DOCUMENT_BYTES
from casemanagement.views.base import HatPage
from permissions import accesslog
from permissions.models import AccessAction
from permissions.stepup import FreshSignIn, hand_out
from permissions.web import refuse

# What one request takes over; the next one goes on.
PIECE = 25


class Upload(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Datei (CSV oder XLSX)"),
        error_messages={"required": gettext_lazy("Bitte wählen Sie eine Datei.")},
    )

    def clean_file(self) -> bytes:
        sent = self.cleaned_data["file"]
        if sent.size > DOCUMENT_BYTES:
            raise ValidationError(_("Die Datei ist zu groß: höchstens 10 MB."))
        content: bytes = sent.read()
        return content


class Columns(forms.Form):
    """Which column of the file is what; what is left open is not taken over."""

    def __init__(self, headings: list[str], mapping: dict[str, str], data: Any = None) -> None:
        super().__init__(data)
        self.headings = headings
        known = [(name, str(field.label)) for name, field in rows.FIELDS.items()]
        for place, heading in enumerate(headings):
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=heading,
                choices=[("", _("nicht übernehmen")), *known],
                required=False,
                initial=mapping.get(heading, ""),
            )

    def mapping(self) -> dict[str, str]:
        chosen = {
            heading: self.cleaned_data.get(f"column_{place}", "")
            for place, heading in enumerate(self.headings)
        }
        return {heading: field for heading, field in chosen.items() if field}


class ImportPage(FreshSignIn, HatPage):
    """For the coordination alone, each with a fresh proof."""

    shows = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not running.may_import(self.actor):
            raise refuse(self.request, "imports")
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def run(self) -> ImportRun:
        found = ImportRun.objects.filter(started_by=self.actor.person, pk=self.kwargs["pk"]).first()
        if found is None:
            raise refuse(self.request, "imports")
        return found


class Imports(ImportPage):
    template_name = "imports/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        own = ImportRun.objects.filter(started_by=self.actor.person)
        kwargs.setdefault("form", Upload())
        required = [rows.heading_of(name) for name in rows.REQUIRED]
        return super().get_context_data(
            runs=own.defer("content", "error_file", "failures", "mapping")[:20],
            required=required,
            others=[str(field.label) for field in rows.FIELDS.values() if str(field.label) not in required],
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = Upload(request.POST, request.FILES)
        if form.is_valid():
            try:
                run = running.bring(form.cleaned_data["file"], by=self.actor)
            except ValidationError as error:
                form.add_error("file", error)
            else:
                return redirect("supervision:import", pk=run.pk)
        return self.render_to_response(self.get_context_data(form=form))


class ImportRunPage(ImportPage):
    template_name = "imports/run.html"

    @cached_property
    def table(self) -> tables.Table:
        """The file is read once for a request; a workbook takes its time."""
        return running.table_of(self.run)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if not self.run.is_done:
            kwargs.setdefault("form", self._columns())
        return super().get_context_data(
            run=self.run,
            left=self.run.rows - self.run.position,
            breadcrumbs=[
                (_("Laufende Fälle übernehmen"), reverse("supervision:imports")),
                (str(self.run), ""),
            ],
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.POST.get("deed") == "discard":
            running.discard(self.run, by=self.actor)
            messages.success(request, _("Datei und Fehlerdatei sind gelöscht."))
            return redirect("supervision:imports")
        if self.run.is_done:
            return redirect(request.path)
        form = self._columns(request.POST)
        met = None
        if form.is_valid():
            try:
                met = self._do(request.POST.get("deed", ""), form.mapping())
            except ValidationError as error:
                form.add_error(None, error)
        context = self.get_context_data(**({} if self.run.is_done else {"form": form}))
        if met is not None:
            context["met"] = met.counts
            context["kinds"] = [
                (running.label_of(kind), number) for kind, number in sorted(met.kinds.items())
            ]
            context["checked"] = request.POST.get("deed") == "check"
        return self.render_to_response(context)

    def _do(self, deed: str, mapping: dict[str, str]) -> running.Met:
        running.choose(self.run, mapping, by=self.actor)
        if deed == "run":
            return running.go_on(self.run, by=self.actor, most=PIECE)
        return running.check(self.table, mapping, by=self.actor)

    def _columns(self, data: Any = None) -> Columns:
        headings = [name for name in self.table.headings if name and name != tables.ERROR_COLUMN]
        return Columns(headings, self.run.mapping or {}, data)


class ImportErrors(ImportPage):
    """The rows that created nothing, with what is wrong with each."""

    def page_of_file(self) -> str:
        return reverse("supervision:import", kwargs={"pk": self.kwargs["pk"]})

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.run.error_file:
            raise refuse(self.request, "imports")
        accesslog.record(self.actor, AccessAction.EXPORT, block="identity", reason="import", run=self.run.pk)
        content = bytes(self.run.error_file)
        return hand_out(
            self, content, content_type="text/csv; charset=utf-8", name=f"fehler-{self.run.pk}.csv"
        )
