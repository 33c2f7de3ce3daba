# SPDX-License-Identifier: AGPL-3.0-or-later
"""What of docs/ follows from the code: the access concept, the logins, and a picture of each hat's first page."""
