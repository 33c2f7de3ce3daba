# SPDX-License-Identifier: AGPL-3.0-or-later
"""The ground everything stands on: servers, supervisor, settings, browser."""
