# SPDX-License-Identifier: AGPL-3.0-or-later
"""The attacker: knows what was published and the published rule, nothing of the program or of the truth.

`python -m attacker LEDGER.json` says which published figures, alone or together, within one edition or between
two, prove something about fewer than five people. It imports nothing of the project, so that an error of
the protector cannot be repeated here.
"""
