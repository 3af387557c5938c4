"""Who told us and may not be named to the family: kept out of the family's copy of an assessment."""

from casework.rules.withholding import name_secrets
from people.models import Child
from referrals.models import Contact


def hidden_referrers(child: Child) -> list[str]:
    """Names and numbers of everybody who contacted us about the child and did not say that they may be named."""
    contacts = Contact.objects.filter(children__child=child).exclude(referrer_may_be_named=True)
    told = contacts.exclude(referrer_name="", referrer_contact="").values_list("referrer_name", "referrer_contact")
    words: list[str] = []
    for name, contact in told.distinct():
        words += [*name_secrets(name, but_not=[child.formal_name, child.name]), contact]
    return [word for word in words if word]
