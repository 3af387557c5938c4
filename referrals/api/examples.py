"""Messages of made-up people, for those who write a program that sends them."""

from drf_spectacular.utils import OpenApiExample

POLICE_NOTIFICATION = OpenApiExample(
    "A police notification",
    request_only=True,
    value={
        "partner_reference": "WX-2026-0012345",
        "urgency": "amber",
        "consent": "not_sought_risk",
        "consent_reason": "Father was in the house and had been drinking.",
        "concern": "Officers called to shouting at 1 am. Maisie was awake on the stairs and said she was scared.",
        "referrer_name": "PC 1234 Jones",
        "referrer_contact": "0114 496 0101",
        "referrer_may_be_named": True,
        "children": [
            {
                "forename": "Maisie",
                "surname": "Clarke",
                "date_of_birth": "2019-04-03",
                "sex": "F",
                "nhs_number": "999 000 0018",
            },
        ],
        "household": {"line1": "4 Mill Lane", "town": "Wexcombe", "postcode": "LS1 4AP"},
        "adults": [
            {
                "forename": "Kelly",
                "surname": "Clarke",
                "relationship": "mother",
                "phone": "07700 900123",
                "parental_responsibility": True,
            }
        ],
    },
)
