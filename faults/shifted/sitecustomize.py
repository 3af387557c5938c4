"""On a process's PYTHONPATH, sets what Python takes for the present ahead by FAULTS_CLOCK_AHEAD seconds."""

import os
from datetime import UTC, datetime, timedelta

import time_machine

ahead = timedelta(seconds=float(os.environ["FAULTS_CLOCK_AHEAD"]))
time_machine.travel(datetime.now(UTC) + ahead, tick=True).start()
