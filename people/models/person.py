"""Children, adults and what they share: met once, recorded once, linked.

A child and her mother are rows of one table, since a mother can be a child herself. `Child` is the part of
it for which the department keeps a record.
"""

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeBoundary, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Case, F, Func, Q, When
from django.utils import timezone

from audit import as_known
from audit.tracking import track_rows
from people import codes


class Fold(Func):
    """Lower case, accents and punctuation gone: made by the database, so that no writer can forget it."""

    function = "people_fold"
    output_field = models.TextField()


class Sound(Func):
    """How a folded name sounds (double metaphone)."""

    function = "people_sound"
    output_field = models.TextField()


class DateSpan(Func):
    function = "daterange"
    output_field = DateRangeField()


def span() -> DateSpan:
    """The days from `from_on` up to, and not with, `to_on`: who leaves and arrives on one day overlaps nobody."""
    return DateSpan("from_on", "to_on", RangeBoundary(inclusive_lower=True, inclusive_upper=False))


def ends_after_start(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(to_on__isnull=True) | Q(from_on__isnull=True) | Q(to_on__gte=F("from_on")), name=name
    )


class CurrentQuerySet(models.QuerySet):
    """Rows with a span of dates."""

    def current(self, on=None):
        on = on or as_known.today()
        return self.filter(Q(from_on__isnull=True) | Q(from_on__lte=on)).filter(Q(to_on__isnull=True) | Q(to_on__gt=on))


def name_on_page(forename: str, surname: str, known_as: str) -> str:
    """Maisie Clarke, by the name by which she is known."""
    return " ".join(part for part in (known_as or forename, surname) if part)


class PersonManager(models.Manager["Person"]):
    """Everybody once: a record that was merged into another stands under the other one."""

    def get_queryset(self):
        return super().get_queryset().filter(merged_into__isnull=True)


# What is in question has no history: nobody may read from a page that another record has the number.
@track_rows(exclude=["nhs_number_in_question", "upn_in_question"])
class Person(models.Model):
    """A human being. Everything but one name may be unknown."""

    forename = models.CharField(max_length=100, blank=True)
    middle_names = models.CharField(max_length=200, blank=True)
    surname = models.CharField(max_length=100, blank=True)
    known_as = models.CharField("known as", max_length=100, blank=True)
    date_of_birth = models.DateField(null=True, blank=True)
    date_of_birth_estimated = models.BooleanField(default=False)
    expected_date_of_birth = models.DateField(null=True, blank=True)
    died_on = models.DateField(null=True, blank=True)
    sex = models.CharField(max_length=1, choices=codes.Sex, default=codes.Sex.UNKNOWN)
    gender_identity = models.CharField(max_length=100, blank=True)
    ethnicity = models.CharField(max_length=4, choices=codes.Ethnicity, default=codes.Ethnicity.NOT_OBTAINED)
    first_language = models.CharField(max_length=60, blank=True)
    interpreter_needed = models.BooleanField(null=True)
    religion = models.CharField(max_length=60, blank=True)
    # Nothing rather than an empty text: many have none, and none of them has the same one.
    nhs_number = models.CharField("NHS number", max_length=10, null=True, blank=True)  # noqa: DJ001
    nhs_number_verified = models.BooleanField("NHS number checked", default=False)
    upn = models.CharField("unique pupil number", max_length=13, null=True, blank=True)  # noqa: DJ001
    upn_unknown = models.CharField(max_length=3, choices=codes.UpnUnknown, blank=True)
    # Somebody of whom the writer may not know has this number. To refuse it would say that there is somebody, so it is
    # kept, and those who may know of both are asked: docs/decisions/restricted-records.md.
    nhs_number_in_question = models.BooleanField(default=False, db_default=False, editable=False)
    upn_in_question = models.BooleanField(default=False, db_default=False, editable=False)
    disabilities = ArrayField(models.CharField(max_length=4, choices=codes.Disability), default=list, blank=True)
    immigration_status = models.CharField(max_length=100, blank=True)
    is_child = models.BooleanField("has a record as a child", default=False)
    created_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)
    # The record that goes on for this one, never itself merged: however long the chain, it is one step.
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # The numbers of the records merged into this one: kept by a trigger, so that reading all of them asks nothing.
    merged_ids = ArrayField(models.BigIntegerField(), default=list, blank=True, editable=False)

    objects: ClassVar[models.Manager["Person"]] = PersonManager()
    with_merged: ClassVar[models.Manager["Person"]] = models.Manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")), name="person_not_merged_into_itself"
            ),
            models.CheckConstraint(
                condition=Q(date_of_birth__isnull=True) | Q(expected_date_of_birth__isnull=True),
                name="person_born_or_expected_not_both",  # census rule 8525Q
            ),
            models.CheckConstraint(
                condition=Q(expected_date_of_birth__isnull=True) | Q(sex="U"),
                name="person_unborn_sex_unknown",  # census rule 8750
            ),
            models.CheckConstraint(
                condition=Q(died_on__isnull=True) | Q(date_of_birth__isnull=True) | Q(died_on__gte=F("date_of_birth")),
                name="person_died_after_birth",
            ),
            models.CheckConstraint(condition=~Q(forename="", surname=""), name="person_has_a_name"),
            # One number, one person: but for what is in question until somebody who may know of both has answered.
            models.UniqueConstraint(
                fields=["nhs_number"], condition=Q(nhs_number_in_question=False), name="person_nhs_number_once"
            ),
            models.UniqueConstraint(fields=["upn"], condition=Q(upn_in_question=False), name="person_upn_once"),
            models.CheckConstraint(
                condition=Q(nhs_number__isnull=True) | Q(nhs_number__regex=r"^\d{10}$"), name="person_nhs_number_form"
            ),
            models.CheckConstraint(
                condition=Q(upn__isnull=True) | Q(upn__regex=r"^[A-Z]\d{11}[0-9A-Z]$"), name="person_upn_form"
            ),
        ]
        indexes = [
            models.Index(fields=["date_of_birth"], name="person_dob"),
            # Who has this number, in question or not: matching, search, and the look before a number is written.
            models.Index(fields=["nhs_number"], name="person_nhs_number"),
            models.Index(fields=["upn"], name="person_upn"),
            # The few to be asked about.
            models.Index(
                fields=["id"],
                condition=Q(nhs_number_in_question=True) | Q(upn_in_question=True),
                name="person_number_in_question",
            ),
            # The few not yet born: matched by the due date when a birth is told of.
            models.Index(
                fields=["expected_date_of_birth"],
                condition=Q(expected_date_of_birth__isnull=False),
                name="person_expected",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name as it stands on a page: Maisie Clarke."""
        return name_on_page(self.forename, self.surname, self.known_as)

    @property
    def formal_name(self) -> str:
        return " ".join(part for part in (self.forename, self.middle_names, self.surname) if part)

    @property
    def unborn(self) -> bool:
        return self.expected_date_of_birth is not None

    def current_address(self) -> "Residence | None":
        return self.residences.current().filter(kind=codes.ResidenceKind.MAIN).select_related("address").first()


class ChildManager(models.Manager["Child"]):
    def get_queryset(self):
        return super().get_queryset().filter(is_child=True, merged_into__isnull=True)


class Child(Person):
    """A person for whom the department keeps a record. The same row before and after birth, and when grown up."""

    objects: ClassVar[ChildManager] = ChildManager()

    class Meta:
        proxy = True
        verbose_name_plural = "children"


@track_rows(exclude=["forename_key", "surname_key", "full_key", "forename_sound", "surname_sound"])
class PersonName(models.Model):
    """Each name a person has or had. The current one stands here too, so that one index finds them all."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="names")
    kind = models.CharField(max_length=10, choices=codes.NameKind)
    forename = models.CharField(max_length=100, blank=True)
    surname = models.CharField(max_length=100, blank=True)
    from_on = models.DateField(null=True, blank=True)
    to_on = models.DateField(null=True, blank=True)
    forename_key = models.GeneratedField(expression=Fold("forename"), output_field=models.TextField(), db_persist=True)
    surname_key = models.GeneratedField(expression=Fold("surname"), output_field=models.TextField(), db_persist=True)
    full_key = models.GeneratedField(
        expression=Func("forename", "surname", function="people_full_key", output_field=models.TextField()),
        output_field=models.TextField(),
        db_persist=True,
    )
    forename_sound = models.GeneratedField(
        expression=Sound("forename"), output_field=models.TextField(), db_persist=True
    )
    surname_sound = models.GeneratedField(expression=Sound("surname"), output_field=models.TextField(), db_persist=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(kind="current"), name="personname_one_current"),
            ends_after_start("personname_ends_after_start"),
        ]
        indexes = [
            # A misspelt name among all names: pg_trgm's % on the folded whole.
            GinIndex(fields=["full_key"], opclasses=["gin_trgm_ops"], name="personname_trigram"),
            models.Index(fields=["surname_sound", "forename_sound"], name="personname_sound"),
            models.Index(fields=["surname_key", "forename_key"], name="personname_exact"),
        ]

    def __str__(self) -> str:
        return " ".join(part for part in (self.forename, self.surname) if part)


# access/services/newcomers.py looks through what was written since.
@track_rows(looked_through=True)
class Relationship(models.Model):
    """Stored once, read both ways. Parental responsibility is a fact of its own: parenthood does not imply it."""

    from_person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="relationships_from")
    to_person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="relationships_to")
    kind = models.CharField(max_length=20, choices=codes.RelationshipKind)
    parental_responsibility = models.BooleanField(null=True)
    safe_to_contact = models.BooleanField(null=True)
    from_on = models.DateField(null=True, blank=True)
    to_on = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)

    objects = CurrentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(from_person=F("to_person")), name="relationship_two_people"),
            models.UniqueConstraint(
                fields=["from_person", "to_person", "kind"],
                condition=Q(to_on__isnull=True),
                name="relationship_once_while_open",
            ),
            ends_after_start("relationship_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.from_person} {self.get_kind_display()} {self.to_person}"


@track_rows()
class AdultToIdentify(models.Model):
    """A father, or another adult, of whom nothing is known yet: a thing to find out, never a blank."""

    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="adults_to_identify")
    role = models.CharField(max_length=20, choices=codes.AdultRole)
    what_is_known = models.CharField(max_length=500, blank=True)
    raised_on = models.DateField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    closed_on = models.DateField(null=True, blank=True)
    closed_because = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["child", "role"],
                condition=Q(closed_on__isnull=True) & ~Q(role="adult_in_home"),
                name="adulttoidentify_once_while_open",
            ),
        ]

    def __str__(self) -> str:
        return self.get_role_display()


@track_rows(exclude=["key"])
class Address(models.Model):
    """A house or flat, once, whoever lives there."""

    line1 = models.CharField("house and street", max_length=200)
    line2 = models.CharField(max_length=200, blank=True)
    town = models.CharField(max_length=100, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    uprn = models.CharField("UPRN", max_length=12, null=True, blank=True, unique=True)
    key = models.GeneratedField(
        # "12 High Street" without a postcode is another house in each town.
        expression=Func(
            "line1",
            Case(When(postcode="", then=F("town")), default=F("postcode")),
            function="people_full_key",
            output_field=models.TextField(),
        ),
        output_field=models.TextField(),
        db_persist=True,
    )

    class Meta:
        verbose_name_plural = "addresses"
        constraints = [models.UniqueConstraint(fields=["key"], name="address_once")]
        indexes = [
            GinIndex(fields=["key"], opclasses=["gin_trgm_ops"], name="address_trigram"),
            models.Index(fields=["postcode"], name="address_postcode"),
        ]

    def __str__(self) -> str:
        return ", ".join(part for part in (self.line1, self.line2, self.town, self.postcode) if part)


@track_rows(looked_through=True)
class Residence(models.Model):
    """Who lived where, and when. One main address at a moment: the database refuses a second."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="residences")
    address = models.ForeignKey(Address, on_delete=models.PROTECT, related_name="residences")
    kind = models.CharField(max_length=10, choices=codes.ResidenceKind, default=codes.ResidenceKind.MAIN)
    from_on = models.DateField(null=True, blank=True)
    to_on = models.DateField(null=True, blank=True)
    confidential = models.BooleanField(default=False)

    objects = CurrentQuerySet.as_manager()

    class Meta:
        constraints = [
            ends_after_start("residence_ends_after_start"),
            ExclusionConstraint(
                name="residence_one_main_at_a_time",
                expressions=[("person", RangeOperators.EQUAL), (span(), RangeOperators.OVERLAPS)],
                condition=Q(kind="main"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.address}"
