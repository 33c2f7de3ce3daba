#!/bin/sh
# SPDX-License-Identifier: AGPL-3.0-or-later
# The one thing the tests need that no wheel brings: a browser. Installed where that is allowed
# (root, apt-get); elsewhere the tests themselves say loudly that they ran without.
set -u

for name in chromium chromium-browser google-chrome; do
    command -v "$name" >/dev/null 2>&1 && exit 0
done
[ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 || exit 0

echo "Installing Chromium for the browser tests ..."
export DEBIAN_FRONTEND=noninteractive
(apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium) >/dev/null </dev/null \
    || echo "Chromium could not be installed; the browser tests will be skipped." >&2
exit 0
