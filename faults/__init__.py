"""`make faults`: the real parts on a small made-up department, killed and restarted while people work.

Everything here stands outside the rooms: it speaks HTTP like a browser, signals like a machine that fails, and SQL to
count what is there afterwards. It imports nothing but `parts`.
"""
