"""How somebody is reached, what somebody drives, and when somebody died."""

from ui.fields import DateField, TextField
from ui.forms import GovForm


class PhoneForm(GovForm):
    number = TextField(label="Telephone number", kind="tel", width=20, max_length=30)
    from_on = DateField(label="Used since", past=True, required=False)


class VehicleForm(GovForm):
    registration = TextField(label="Registration", width=10, max_length=15, hint="For example AB12 CDE")
    description = TextField(
        label="What it looks like", max_length=100, required=False, hint="For example a silver Astra"
    )
    from_on = DateField(label="Used since", past=True, required=False)


class DeathForm(GovForm):
    died_on = DateField(label="On which day?", noun="day of the death", past=True)
