"""Code sets for what is found odd, and what an auditor says of it."""

from django.db import models


class OddKind(models.TextChoices):
    OWN_SURNAME = "own_surname", "Own surname"
    OWN_ADDRESS = "own_address", "Own address"
    NO_WORK = "no_work", "No work with the child"
    MANY = "many", "Many records in a day"
    HOURS = "hours", "Outside working hours"
    AFTER_CLOSING = "after_closing", "After the case was closed"
    REPEATED = "repeated", "Looked again and again, wrote nothing"


class AuditAnswer(models.TextChoices):
    EXPLAINED = "explained", "Explained"
    PASSED_ON = "passed_on", "Passed on"


class MatchAnswer(models.TextChoices):
    SAME = "same", "Yes, the same person"
    NOT_SAME = "not_same", "No, somebody else"


class NewcomerAnswer(models.TextChoices):
    COVERED = "covered", "Covered as well"
    LEFT = "left", "Left as it is"
