"""Every page of a child's case stands under the child."""

from django.urls import include, path

from casework.views import assessment, assessment_decision, chronology, closure, document, family_copy, note, visit
from casework.views import plan as plans
from casework.views import plan_progress as progress

# Without a key: the open assessment, else the latest.
assessments = [
    path("", assessment.assessment, name="assessment"),
    path("edit/", assessment.AssessmentEdit.as_view(), name="assessment-edit"),
    path("submit/", assessment_decision.AssessmentSubmit.as_view(), name="assessment-submit"),
    path("decide/", assessment_decision.AssessmentDecide.as_view(), name="assessment-decide"),
    path("half-way/", assessment_decision.AssessmentCheckpoint.as_view(), name="assessment-checkpoint"),
    path("pdf/", family_copy.assessment_pdf, name="assessment-pdf"),
]
visits = [
    path("", visit.visits, name="visits"),
    path("book/", visit.VisitBook.as_view(), name="visit-book"),
    path("record/", visit.VisitRecord.as_view(), name="visit-record"),
    path("<int:pk>/record/", visit.VisitRecord.as_view(), name="visit-record"),
    path("<int:pk>/cancel/", visit.VisitCancel.as_view(), name="visit-cancel"),
    path("<int:pk>/use-address/", visit.use_current_address, name="visit-use-address"),
]
documents = [
    path("", document.documents, name="documents"),
    path("add/", document.DocumentAdd.as_view(), name="document-add"),
    path("<int:pk>/file/", document.document_file, name="document-file"),
    path("<int:pk>/withdraw/", document.DocumentWithdraw.as_view(), name="document-withdraw"),
]
plan = [
    path("", plans.plan, name="plan"),
    path("<int:pk>/", plans.plan, name="plan"),
    path("new/", plans.PlanStart.as_view(), name="plan-new"),
    path("edit/", plans.PlanEdit.as_view(), name="plan-edit"),
    path("review/", plans.PlanReviewNew.as_view(), name="plan-review"),
    path("end/", plans.PlanEnd.as_view(), name="plan-end"),
    path("outcomes/new/", progress.OutcomeAdd.as_view(), name="plan-outcome-new"),
    path("outcomes/<int:pk>/actions/", progress.ActionsAdd.as_view(), name="plan-actions-new"),
    path("outcomes/<int:pk>/reached/", progress.OutcomeReached.as_view(), name="plan-outcome-reached"),
    path("actions/<int:pk>/done/", progress.ActionDone.as_view(), name="plan-action-done"),
]
child = [
    path("assessment/new/", assessment.AssessmentStart.as_view(), name="assessment-new"),
    path("assessment/<int:pk>/copy/<int:sibling_pk>/", assessment.copy_from_sibling, name="assessment-copy"),
    path("assessment/", include(assessments)),
    path("assessment/<int:pk>/", include(assessments)),
    path("visits/", include(visits)),
    path("notes/", note.case_notes, name="case-notes"),
    path("notes/new/", note.CaseNoteNew.as_view(), name="case-note-new"),
    path("documents/", include(documents)),
    path("plan/", include(plan)),
    path("close/", closure.CaseClose.as_view(), name="case-close"),
    path("chronology/<int:event_id>/mark/", chronology.ChronologyMark.as_view(), name="chronology-mark"),
]
urlpatterns = [path("children/<int:child_pk>/", include(child))]
