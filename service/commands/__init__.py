"""The command line: one file per command, found by its name.

`service/commands/ROOM/NAME.py` holds `command`, a click command (`NAME_.py` where NAME is a keyword
of Python). It imports what is heavy inside its functions, so that `dateline --help` stays quick.
"""
