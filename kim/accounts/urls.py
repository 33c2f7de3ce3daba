# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pages before a hat is worn."""

from django.urls import path

from kim.accounts import confirming, oidc_views, own, signing_in, views

urlpatterns = [
    path("", views.home, name="home"),
    path("anmelden/", signing_in.SignIn.as_view(), name="login"),
    path("anmelden/zweiter-faktor/", signing_in.SecondFactor.as_view(), name="second_factor"),
    path("anmelden/einrichten/", signing_in.SetUpFactor.as_view(), name="set_up_factor"),
    path("anmelden/einladung/", signing_in.Redeem.as_view(), name="redeem"),
    path("anmelden/bestaetigen/", confirming.Confirm.as_view(), name="confirm"),
    path("anmelden/weiter/", confirming.HeldForm.as_view(), name="held_form"),
    path("anmelden/dienst/", oidc_views.Go.as_view(), name="oidc_go"),
    path("anmelden/dienst/zurueck/", oidc_views.Back.as_view(), name="oidc_back"),
    path("anmelden/dienst/abgemeldet/", oidc_views.SignedOutThere.as_view(), name="oidc_signed_out"),
    path("abmelden/", oidc_views.SignOut.as_view(), name="logout"),
    path("konto/", own.Account.as_view(), name="account"),
    path("konto/sitzung-beenden/", own.EndSession.as_view(), name="end_session"),
    path("konto/zweiter-faktor/", own.AddFactor.as_view(), name="add_factor"),
    path("konto/faktor-entfernen/", own.RemoveFactor.as_view(), name="remove_factor"),
    path("konto/ersatzcodes/", own.RenewCodes.as_view(), name="renew_codes"),
    path("passwort/", own.ChangePassword.as_view(), name="password"),
    path("sprache/", own.ChooseLanguage.as_view(), name="language"),
    path(
        "barrierefreiheit/",
        views.Statement.as_view(template_name="kim/accessibility.html"),
        name="accessibility",
    ),
    path("datenschutzhinweise/", views.Statement.as_view(template_name="kim/privacy.html"), name="privacy"),
    path("impressum/", views.Statement.as_view(template_name="kim/imprint.html"), name="imprint"),
]
