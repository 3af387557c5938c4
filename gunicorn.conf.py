"""How every web process of ours writes its logs; gunicorn reads this file by itself. See parts/careful_log.py."""

# Method and path, without what follows the question mark, and without the address of the page before.
access_log_format = '%(h)s "%(m)s %(U)s" %(s)s %(b)s %(M)sms'
accesslog = "-"
# A header as long as a book is refused before it is kept.
limit_request_line = 8190
limit_request_field_size = 8190
logconfig_dict = {
    "formatters": {"careful": {"()": "parts.careful_log.CarefulFormatter"}},
    "handlers": {
        "out": {"class": "logging.StreamHandler", "formatter": "careful", "stream": "ext://sys.stdout"},
        "err": {"class": "logging.StreamHandler", "formatter": "careful", "stream": "ext://sys.stderr"},
    },
    "root": {"level": "INFO", "handlers": ["err"]},
    "loggers": {
        "gunicorn.error": {"level": "INFO", "handlers": ["err"], "propagate": False, "qualname": "gunicorn.error"},
        "gunicorn.access": {"level": "INFO", "handlers": ["out"], "propagate": False, "qualname": "gunicorn.access"},
    },
}
