"""How a person is reached, and what a person drives: each number and each car once, whoever uses it."""

from django.db import models
from django.db.models import Q

from audit.tracking import track_rows
from people.models.person import CurrentQuerySet, Person, ends_after_start
from people.rules.numbers import said_phone


@track_rows()
class Phone(models.Model):
    """A telephone number in international form, once, whoever uses it."""

    number = models.CharField(max_length=16, unique=True)

    def __str__(self) -> str:
        return said_phone(self.number)


@track_rows()
class PhoneUse(models.Model):
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="phone_uses")
    phone = models.ForeignKey(Phone, on_delete=models.PROTECT, related_name="uses")
    from_on = models.DateField(null=True, blank=True)
    to_on = models.DateField(null=True, blank=True)

    objects = CurrentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "phone"], condition=Q(to_on__isnull=True), name="phoneuse_once_while_open"
            ),
            ends_after_start("phoneuse_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.phone}"


@track_rows()
class Vehicle(models.Model):
    """A car, once, whoever drives it."""

    registration = models.CharField(max_length=10, unique=True)
    description = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(registration__regex=r"^[A-Z0-9]+$"), name="vehicle_registration_form")
        ]

    def __str__(self) -> str:
        return self.registration


@track_rows()
class VehicleUse(models.Model):
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="vehicle_uses")
    vehicle = models.ForeignKey(Vehicle, on_delete=models.PROTECT, related_name="uses")
    from_on = models.DateField(null=True, blank=True)
    to_on = models.DateField(null=True, blank=True)

    objects = CurrentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "vehicle"], condition=Q(to_on__isnull=True), name="vehicleuse_once_while_open"
            ),
            ends_after_start("vehicleuse_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.vehicle}"
