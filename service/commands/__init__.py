"""The command line: one file per command, found by its name.

`service/commands/GROUP/NAME.py` defines `command`, a click command (`NAME_.py` if NAME is a Python
keyword). It imports heavy modules inside its functions, so that `dateline --help` stays fast.
"""
