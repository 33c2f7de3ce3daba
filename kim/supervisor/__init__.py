# SPDX-License-Identifier: AGPL-3.0-or-later
"""What `make demo` runs: set up, start database, broker, worker, beat and web server, stop them together."""
