"""What makes the system stand on a bare machine: private servers, front-end files, the demo. Knows no room.

Only a developer's machine, the tests and the demo use this package. A council's own servers are named by
DATABASE_URL and REDIS_URL, and then nothing here is started.
"""
