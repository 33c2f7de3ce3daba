# SPDX-License-Identifier: AGPL-3.0-or-later
"""Invented sentences of the demo caseload; they name nobody."""

from casemanagement.choices import Domain, MeasureType, MilestoneKind

NOTES = (
    "Gespräch über die nächsten Schritte. Unterlagen sind fast vollständig, es fehlt noch der Bescheid.",
    "Termin beim Sprachkursträger begleitet. Einstufungstest ist gemacht, Platz voraussichtlich im nächsten Monat.",
    "Post gemeinsam durchgesehen, Frist im Schreiben des Jobcenters notiert.",
    "Die Wohnung ist zu klein für die Familie. WBS ist beantragt, zwei Besichtigungen vereinbart.",
    "Kita-Anmeldung abgeschickt. Zusage frühestens zum neuen Kita-Jahr.",
    "Telefonat mit Sprachmittlung. Die Verlängerung des Aufenthaltstitels ist beantragt.",
    "Gutes Gespräch. Die Arbeit im Lager gefällt, der Deutschkurs am Abend bleibt anstrengend.",
    "Termin in der Unterkunft: Das Zimmer ist laut, die Kinder schlafen schlecht. Umzugswunsch aufgenommen.",
    "Anerkennungsberatung besucht, Übersetzung der Zeugnisse läuft.",
)
NEEDS = (
    "Braucht Hilfe bei Wohnung, Sprachkurs und Schule der Kinder; mehrere Stellen sind beteiligt.",
    "Aufenthalt läuft bald ab, Arbeit in Aussicht, Unterlagen unvollständig.",
    "Neu in der Stadt, kennt die Stellen nicht, spricht kaum Deutsch.",
    "Schulden, drohender Verlust der Unterkunft, gesundheitlich belastet.",
)
SUMMARY = (
    "Vorrang haben Sprache und Wohnen. Vieles gelingt aus eigener Kraft; beim Umgang mit Behörden "
    "ist Begleitung gewünscht. Die Familie ist eine große Stütze."
)
REPORT = (
    "Die wichtigsten Ziele sind erreicht. Die Person kennt die Stellen, die weiterhelfen, und nimmt Termine "
    "selbst wahr. Laufende Angebote sind übergeben."
)

# Domain of the goal → the client's words, the sign, what is done for it, and the milestone it may lead to.
GOALS: dict[Domain, tuple[str, str, tuple[MeasureType, ...], MilestoneKind | None]] = {
    Domain.LANGUAGE: (
        "Ich möchte Deutsch so gut lernen, dass ich ohne Begleitung zum Amt gehen kann.",
        "Der Kurs ist begonnen, die Prüfung ist angemeldet.",
        (MeasureType.INTEGRATION_COURSE, MeasureType.MUNICIPAL_LANGUAGE_COURSE),
        MilestoneKind.LANGUAGE_COURSE_STARTED,
    ),
    Domain.HOUSING: (
        "Ich möchte eine eigene Wohnung für meine Familie.",
        "Der Mietvertrag ist unterschrieben.",
        (MeasureType.HOUSING_SEARCH, MeasureType.WBS),
        MilestoneKind.OWN_TENANCY,
    ),
    Domain.EMPLOYMENT: (
        "Ich möchte wieder arbeiten und mein eigenes Geld verdienen.",
        "Eine Stelle oder ein Praktikum ist angetreten.",
        (MeasureType.JOB_COACHING, MeasureType.JOB_PLACEMENT),
        MilestoneKind.INSURED_JOB_STARTED,
    ),
    Domain.FAMILY_CHILDREN: (
        "Meine Kinder sollen einen Platz in der Kita bekommen.",
        "Der Betreuungsvertrag liegt vor.",
        (MeasureType.KITA_PLACE,),
        MilestoneKind.KITA_PLACE_STARTED,
    ),
    Domain.RESIDENCE_LAW: (
        "Ich möchte sicher hier leben können.",
        "Der neue Titel ist erteilt.",
        (MeasureType.RESIDENCE_EXTENSION, MeasureType.LEGAL_ADVICE_ASYLUM),
        MilestoneKind.RESIDENCE_TITLE_IMPROVED,
    ),
    Domain.QUALIFICATION_RECOGNITION: (
        "Mein Abschluss soll hier gelten.",
        "Der Bescheid über die Anerkennung liegt vor.",
        (MeasureType.RECOGNITION_ADVICE,),
        MilestoneKind.RECOGNITION_GRANTED,
    ),
    Domain.HEALTH: (
        "Ich möchte einen Arzt finden, der mich versteht.",
        "Die Krankenversicherung ist geklärt, eine Praxis ist gefunden.",
        (MeasureType.GP_SPECIALIST, MeasureType.HEALTH_INSURANCE),
        MilestoneKind.HEALTH_INSURANCE_OK,
    ),
}

# The smallest PDF that is one: stands for the scan of a signed consent.
PAPER = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)
