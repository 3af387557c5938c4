"""The child's need episodes."""

from django.db.models import QuerySet

from casework.models import NeedEpisode
from people.models import Child


def open_episode_for(child: Child) -> NeedEpisode | None:
    """The open case, of which there is one at most."""
    return NeedEpisode.objects.open().filter(child=child).first()


def episodes_of(child: Child) -> QuerySet[NeedEpisode]:
    """Every case this child has had, the latest first."""
    return NeedEpisode.objects.filter(child=child).select_related("closed_by").order_by("-referral_date", "-pk")
