"""Run one command and print what it cost: exit status, user, system and wall seconds, peak bytes.

usage: python3 -I -S measure.py LOG COMMAND [ARG ...]

The kernel counts a process's peak memory from that of its parent, so the parent has to be
small: this file is run by an interpreter that loads nothing else, once for each command.
What the command prints goes to LOG.
"""

import os
import sys
import time

log, command = sys.argv[1], sys.argv[2:]
actions = [
    (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
    (os.POSIX_SPAWN_OPEN, 1, log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644),
    (os.POSIX_SPAWN_DUP2, 1, 2),
]
start = time.perf_counter()
process = os.posix_spawn(command[0], command, os.environ, file_actions=actions)
_, status, usage = os.wait4(process, 0)
wall = time.perf_counter() - start
peak = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
print(os.waitstatus_to_exitcode(status), usage.ru_utime, usage.ru_stime, wall, peak)
