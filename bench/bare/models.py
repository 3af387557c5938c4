"""The same tables, as models with nothing to them."""

from django.contrib.auth.models import AbstractUser
from django.db import models


class Team(models.Model):
    name = models.CharField(max_length=100)

    class Meta:
        managed = False
        db_table = "staff_team"


class User(AbstractUser):
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True)

    class Meta:
        managed = False
        db_table = "staff_user"


class Person(models.Model):
    forename = models.CharField(max_length=100)
    surname = models.CharField(max_length=100)
    date_of_birth = models.DateField(null=True)

    class Meta:
        managed = False
        db_table = "people_person"


class Allocation(models.Model):
    child = models.ForeignKey(Person, on_delete=models.PROTECT)
    team = models.ForeignKey(Team, on_delete=models.PROTECT)
    worker = models.ForeignKey(User, on_delete=models.PROTECT, null=True)
    role = models.CharField(max_length=20)
    from_on = models.DateField()
    to_on = models.DateField(null=True)

    class Meta:
        managed = False
        db_table = "staff_allocation"


class Clock(models.Model):
    child = models.ForeignKey(Person, on_delete=models.PROTECT)
    rule_id = models.CharField(max_length=40)
    due_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True)

    class Meta:
        managed = False
        db_table = "timescales_clock"
