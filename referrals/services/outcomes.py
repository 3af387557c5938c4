"""The referrer is told that its contact has been decided. What was decided stands on its own page."""

from datetime import datetime

from referrals.models import ThresholdDecision
from staff.services import alert


def tell_referrer(decision: ThresholdDecision, at: datetime) -> None:
    """An alert, and so an e-mail, to whoever sent the contact for a partner agency. It names no child."""
    row = decision.contact_child
    sender = row.contact.logged_by
    if sender.agency_id is None or not sender.is_active:
        return
    reference = f", your reference {row.contact.partner_reference}" if row.contact.partner_reference else ""
    alert(
        user=sender,
        kind="outcome",
        text=f"The front door has decided on a contact that you sent{reference}",
        url=f"/partner/contacts/{row.contact_id}/",
        key=f"outcome:{row.pk}",
        at=at,
    )
