"""Strategy discussions, immediate protection and transfers in of one child."""

from datetime import date

from django.db.models import QuerySet
from django.http import Http404

from people.models import Child
from referrals.models import Referral
from safeguarding.models import ImmediateProtection, StrategyDiscussion, TransferIn


def discussion_of(child: Child, pk: int) -> StrategyDiscussion:
    """Raises Http404 for a discussion that was not about this child."""
    found = StrategyDiscussion.objects.filter(pk=pk, children__child=child).first()
    if found is None:
        raise Http404
    return found


def discussion_wanted_since(child: Child) -> date | None:
    """The day of the latest decision at the front door that asked for a discussion, while none has been held since."""
    asked = Referral.objects.filter(child=child, strategy_discussion_wanted=True).order_by("-received_on").first()
    if asked is None:
        return None
    since = StrategyDiscussion.objects.filter(children__child=child, held_at__date__gte=asked.received_on)
    return None if since.exists() else asked.received_on


def protections_of(child: Child) -> QuerySet[ImmediateProtection]:
    return child.immediate_protections.all()


def protection_of(child: Child, pk: int) -> ImmediateProtection:
    """Raises Http404 for another child's."""
    found = child.immediate_protections.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def transfers_of(child: Child) -> QuerySet[TransferIn]:
    return child.transfers_in.all()
