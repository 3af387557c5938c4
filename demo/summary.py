"""What a simulated department consists of, in a few lines."""

from casework.models import Assessment, CaseNote, ChildInNeedPlan, NeedEpisode, Visit
from demo.simulation import Order
from people.models import Child
from referrals.models import Contact, ContactChild, EarlyHelpAssessment, Referral
from timescales.models import Clock


def of(order: Order, acted: int, seconds: float) -> str:
    """Counted after the last moment was played."""
    counts = [
        ("children", Child.objects.count()),
        ("contacts", Contact.objects.count()),
        ("children waiting for a decision", ContactChild.objects.filter(decision__isnull=True).count()),
        ("referrals", Referral.objects.count()),
        ("open cases", NeedEpisode.objects.open().count()),
        ("assessments", Assessment.objects.count()),
        ("child in need plans", ChildInNeedPlan.objects.count()),
        ("visits", Visit.objects.done().count()),
        ("case notes", CaseNote.objects.count()),
        ("early help", EarlyHelpAssessment.objects.count()),
        ("clocks", Clock.objects.count()),
        ("of these overdue today", Clock.objects.overdue(order.end).count()),
    ]
    lines = [f"{number:>9,} {what}" for what, number in counts]
    head = f"{order.start:%-d %B %Y} to {order.until:%-d %B %Y}: {acted:,} steps played in {seconds:.0f} seconds."
    return "\n".join([head, *lines])
