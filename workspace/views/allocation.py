"""Who holds the child: named by a manager, with what everybody holds in view."""

from typing import Any

from django.urls import reverse

from people.models import Child
from staff.models import User
from staff.queries import case_holding_teams, open_lead_allocation
from staff.roles import Permission
from staff.services import add_joint_worker
from ui.forms import GovForm
from workspace.forms.allocation import AllocateForm, JointWorkerForm, TeamForm
from workspace.queries.holders import holders_of
from workspace.queries.team import who_could_hold
from workspace.services import hand_child_to, move_child_to_team
from workspace.views.record_form import RecordForm


class AllocationForm(RecordForm):
    """A manager's form: it names who holds the child today."""

    permission = Permission.ALLOCATE
    child: Child

    def begin(self) -> None:
        self.intro = f"Today: {holders_of([self.child.pk])[self.child.pk]}."

    def draft_key(self) -> str:
        """A choice of one worker is not worth a draft: what everybody holds has changed by tomorrow."""
        return ""


class ByWorker(AllocationForm):
    def get_form_kwargs(self) -> dict[str, Any]:
        groups, hints = [], {}
        self.workers: dict[str, User] = {}
        for team, workers, counts in who_could_hold(self.request.user):
            groups.append((str(team), [(str(worker.pk), str(worker)) for worker in workers]))
            hints.update({str(worker.pk): _holds(counts.get(worker.pk, 0)) for worker in workers})
            self.workers.update({str(worker.pk): worker for worker in workers})
        return {"workers": groups, "hints": hints}

    def chosen(self, form: GovForm) -> User:
        return self.workers[form.cleaned_data["worker"]]


def _holds(number: int) -> str:
    return f"Holds {number} child{'' if number == 1 else 'ren'}"


class Allocate(ByWorker):
    form_class = AllocateForm
    page = "allocate"
    heading = "Who holds the case"
    submit_text = "Allocate"
    success_message = "The child is allocated. The worker has been told."

    def get_initial(self) -> dict[str, Any]:
        held = open_lead_allocation(self.child)
        return {"worker": str(held.worker_id)} if held and held.worker_id else {}

    def save(self, form: GovForm) -> str:
        hand_child_to(
            child=self.child, worker=self.chosen(form), by=self.request.user, reason=form.cleaned_data["reason"]
        )
        return self.back_url()


class AddJointWorker(ByWorker):
    form_class = JointWorkerForm
    page = "add a joint worker"
    heading = "Joint worker"
    submit_text = "Add joint worker"
    success_message = "The joint worker can open the record now, and has been told."

    def save(self, form: GovForm) -> str:
        add_joint_worker(child=self.child, worker=self.chosen(form), by=self.request.user)
        return self.back_url()


class MoveToTeam(AllocationForm):
    form_class = TeamForm
    page = "move to another team"
    heading = "Move to another team"
    submit_text = "Move to this team"
    success_message = "The child is with the other team. Its manager has been told."

    def get_form_kwargs(self) -> dict[str, Any]:
        held = open_lead_allocation(self.child)
        teams = case_holding_teams()
        return {"teams": teams.exclude(pk=held.team_id) if held else teams}

    def save(self, form: GovForm) -> str:
        move_child_to_team(child=self.child, by=self.request.user, **form.cleaned_data)
        # The record may no longer be this manager's to see.
        return reverse("team")
