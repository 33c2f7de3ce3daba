# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pages of the Fachaufsicht: numbers of cases, never names, unless a client agreed and a reason was given."""
