# SPDX-License-Identifier: AGPL-3.0-or-later
"""Papers for the hands of clients: accessible PDFs, in which typed text is data and never markup.

Templates and their data (every value a text, an empty one is left out on the paper):

support_plan  number, version, state, printed_on, person, born_on, case_manager, organisation, contact,
              languages, goals = [{area, text, sign, until, who, steps = [{text, who, until, state}]}],
              agreement, agreement_note, agreed_on, next_review
"""

from casemanagement.printing.pdf import print_pdf

__all__ = ["print_pdf"]
