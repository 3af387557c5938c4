"""Pages of child protection, each under its child; and the diary."""

from django.urls import include, path

from safeguarding.views import conference, enquiry, plan, protection

conferences = [
    path("book/", conference.ConferenceBook.as_view(), name="conference-book"),
    path("<int:pk>/", conference.conference, name="conference"),
    path("<int:pk>/postpone/", conference.ConferencePostpone.as_view(), name="conference-postpone"),
    path("<int:pk>/cancel/", conference.ConferenceCancel.as_view(), name="conference-cancel"),
    path("<int:pk>/invite/", conference.ConferenceInvite.as_view(), name="conference-invite"),
    path("<int:pk>/reports/<int:invitation_pk>/", conference.ConferenceReport.as_view(), name="conference-report"),
    path("<int:pk>/minutes/", conference.conference_minutes, name="conference-minutes"),
    path("<int:pk>/sent/", conference.ConferenceSent.as_view(), name="conference-sent"),
    path("<int:pk>/hold/", conference.ConferenceHold.as_view(), name="conference-hold"),
    path("<int:pk>/correct/", conference.ConferenceCorrect.as_view(), name="conference-correct"),
]
enquiries = [
    path("", enquiry.enquiry, name="enquiry"),
    path("edit/", enquiry.EnquiryEdit.as_view(), name="enquiry-edit"),
    path("submit/", enquiry.EnquirySubmit.as_view(), name="enquiry-submit"),
    path("decide/", enquiry.EnquiryDecide.as_view(), name="enquiry-decide"),
]
plans = [
    path("", plan.protection_plan, name="protection-plan"),
    path("<int:pk>/", plan.protection_plan, name="protection-plan"),
    path("edit/", plan.ProtectionPlanEdit.as_view(), name="protection-plan-edit"),
    path("outcomes/new/", plan.ProtectionOutcomeAdd.as_view(), name="protection-outcome-new"),
    path("actions/<int:pk>/done/", plan.ProtectionActionDone.as_view(), name="protection-action-done"),
    path("core-group/", plan.CoreGroupNew.as_view(), name="core-group-new"),
    path("end/", plan.ProtectionPlanEnd.as_view(), name="protection-plan-end"),
]
child = [
    path("", protection.protection, name="protection"),
    path("strategy-discussion/", protection.StrategyNew.as_view(), name="strategy-new"),
    path("strategy-discussion/<int:pk>/correct/", protection.StrategyCorrect.as_view(), name="strategy-correct"),
    path("immediate/", protection.ImmediateNew.as_view(), name="immediate-new"),
    path("immediate/<int:pk>/extend/", protection.ImmediateExtend.as_view(), name="immediate-extend"),
    path("immediate/<int:pk>/end/", protection.ImmediateEnd.as_view(), name="immediate-end"),
    path("interviews/plan/", protection.InterviewPlan.as_view(), name="interview-plan"),
    path("interviews/record/", protection.InterviewRecord.as_view(), name="interview-record"),
    path("interviews/<int:pk>/record/", protection.InterviewRecord.as_view(), name="interview-record"),
    path("transfer-in/", protection.TransferNew.as_view(), name="transfer-new"),
    path("enquiries/<int:pk>/", include(enquiries)),
    path("conferences/", include(conferences)),
    path("plan/", include(plans)),
]
urlpatterns = [
    path("conferences/", conference.diary, name="conference-diary"),
    path("children/<int:child_pk>/protection/", include(child)),
]
