"""Contacts over the API."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from referrals import queries, services
from referrals.api.answers import OwnContactSerializer, WaitingChildSerializer
from referrals.api.examples import POLICE_NOTIFICATION
from referrals.api.messages import MessageSerializer
from staff.api import ApiView, ListFor, Pages, for_those_who
from staff.api_schema import NOT_FOUND, REFUSALS, WRONG, WRONG_FILTER
from staff.api_scopes import ApiScope
from staff.models import User
from staff.roles import Permission


class NewestFirst(Pages):
    ordering = ("-received_at", "-pk")


class OldestFirst(Pages):
    ordering = ("received_at", "pk")


class OwnContacts(ListFor):
    """The contacts of one's own agency."""

    permission_classes = for_those_who(Permission.SEND_CONTACT)
    scopes = {"GET": ApiScope.READ_CONTACTS, "POST": ApiScope.SEND_CONTACTS}
    serializer_class = OwnContactSerializer
    pagination_class = NewestFirst

    def rows_for(self, user: User) -> QuerySet[Any]:
        return queries.own_contacts_with_outcomes(user)

    @extend_schema(
        operation_id="contacts_list",
        summary="The contacts that your agency sent",
        description="The newest first, each with what was decided for each child.",
        responses={200: OwnContactSerializer(many=True), **WRONG_FILTER, **REFUSALS},
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    @extend_schema(
        operation_id="contacts_create",
        summary="Send a contact",
        description="The same `partner_reference` sent again gives the first contact with status 200, never a second.",
        request=MessageSerializer,
        examples=[POLICE_NOTIFICATION],
        responses={
            201: OwnContactSerializer,
            200: OpenApiResponse(
                OwnContactSerializer, description="This reference was sent before: the first contact."
            ),
            **WRONG,
            **REFUSALS,
        },
    )
    def post(self, request: Request) -> Response:
        serializer = MessageSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        received = services.receive_contact(message=serializer.message(), by=request.user)
        contact = self.get_queryset().get(pk=received.contact.pk)
        return Response(
            OwnContactSerializer(contact).data,
            status=200 if received.repeated else 201,
            headers={"Location": reverse("api-contact", args=[contact.pk])},
        )


class OwnContact(ApiView):
    """One contact of one's own agency. Another's looks as if it were not there."""

    permission_classes = for_those_who(Permission.SEND_CONTACT)
    scopes = {"GET": ApiScope.READ_CONTACTS}

    @extend_schema(
        operation_id="contacts_read",
        summary="One contact that your agency sent",
        responses={200: OwnContactSerializer, **WRONG_FILTER, **REFUSALS, **NOT_FOUND},
    )
    def get(self, request: Request, pk: int) -> Response:
        contact = queries.own_contacts_with_outcomes(request.user).filter(pk=pk).first()
        if contact is None:
            raise Http404("Your agency has sent no contact of this number.")
        return Response(OwnContactSerializer(contact).data)


class Queue(ListFor):
    """The front door's queue."""

    permission_classes = for_those_who(Permission.SEE_FRONT_DOOR)
    scopes = {"GET": ApiScope.READ_QUEUE}
    serializer_class = WaitingChildSerializer
    pagination_class = OldestFirst

    def rows_for(self, user: User) -> QuerySet[Any]:
        return queries.queue_by_arrival(user)

    @extend_schema(
        operation_id="contacts_queue",
        summary="Children who wait for a decision",
        description="One row for each child on each contact that you may see, the longest waiting first.",
        responses={200: WaitingChildSerializer(many=True), **WRONG_FILTER, **REFUSALS},
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)
