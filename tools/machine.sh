#!/bin/sh
# SPDX-License-Identifier: AGPL-3.0-or-later
# What the tests need that no wheel brings: a browser and PgBouncer. Installed where that is allowed
# (root, apt-get); elsewhere the tests themselves say loudly that they ran without.
set -u

missing=""
command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 \
    || command -v google-chrome >/dev/null 2>&1 || missing="chromium"
command -v pgbouncer >/dev/null 2>&1 || [ -x /usr/sbin/pgbouncer ] || missing="$missing pgbouncer"
[ -n "$missing" ] || exit 0
[ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 || exit 0

echo "Installing for the tests: $missing ..."
export DEBIAN_FRONTEND=noninteractive
# shellcheck disable=SC2086  # one word for each package
(apt-get update -qq && apt-get install -y -qq --no-install-recommends $missing) >/dev/null </dev/null \
    || echo "Could not be installed; the tests that need it will be skipped: $missing" >&2
exit 0
