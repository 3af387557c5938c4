"""What a case has found out, for whoever helps the family next."""

from dataclasses import dataclass

from casework.models import NeedEpisode


@dataclass(frozen=True)
class Known:
    """In words: what the family needs, and what everybody means to do."""

    needs: str
    next_steps: str


def what_is_known(episode: NeedEpisode) -> Known:
    """From the latest authorised assessment and the latest plan of an episode; empty where there is none."""
    assessment = episode.assessments.filter(authorised_at__isnull=False).order_by("-authorised_at").first()
    plan = episode.child_in_need_plans.order_by("-started_on", "-pk").prefetch_related("outcomes__actions").first()
    needs = [assessment.analysis if assessment else "", plan.summary if plan else ""]
    steps = [assessment.next_steps if assessment else ""]
    for outcome in plan.outcomes.all() if plan else ():
        if outcome.reached_on is None:
            steps.append(outcome.text)
            steps += [f"{action.owner}: {action.text}" for action in outcome.actions.all() if action.done_on is None]
    return Known("\n\n".join(filter(None, needs)), "\n\n".join(filter(None, steps)))
