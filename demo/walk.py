"""The main job done on a running demonstration by three people and the police, with a picture of each step.

    python -m demo.walk http://127.0.0.1:8000

Takes the pictures that stand in docs/walkthrough.md and in the README. Needs the browser that the tests use.
"""

import json
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from playwright.sync_api import Browser, Page, sync_playwright

from parts.browser import ensure_browser

PICTURES = Path(__file__).resolve().parent.parent / "docs" / "screenshots"
PASSWORD = "demo-password"
POLICE_TOKEN = "demo-token-police".ljust(40, "0")
LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True)
class Told:
    """A family in the walk, and what is said of it."""

    surname: str
    first: str
    second: str
    mother: str
    street: str
    phone: str
    sent: str
    urgency: str

    def notification(self) -> dict[str, object]:
        """As the force's own system sends it."""
        return {
            "method": "notification",
            "referrer_name": "PC Ruth Dean",
            "referrer_may_be_named": True,
            "received_at": datetime.now(LONDON).isoformat(timespec="seconds"),
            "partner_reference": f"WEX-{self.surname}-{int(time.time())}",
            "concern": self.sent,
            "consent": "not_yet_sought",
            "urgency": self.urgency,
            "children": [
                {"forename": self.first, "surname": self.surname, "date_of_birth": "2018-02-14", "sex": "F"},
                {"forename": self.second, "surname": self.surname, "date_of_birth": "2021-06-30", "sex": "M"},
            ],
            "household": {"line1": self.street, "town": "Wexcombe", "postcode": "ZX1 1AA"},
            "adults": [
                {"forename": self.mother, "surname": self.surname, "relationship": "mother", "phone": self.phone}
            ],
        }


BY_POLICE = Told(
    "Ashworth",
    "Nell",
    "Tom",
    "Gemma",
    "7 Tanner Row",
    "07700 900456",
    "Called at 22:40 to shouting. Two children were on the stairs. Their mother had a cut lip.",
    "amber",
)
# Known from an earlier notification that ended with no further action; then the school rings.
BY_TELEPHONE = Told(
    "Marlow",
    "Ivy",
    "Sam",
    "Carol",
    "31 Sexton Lane",
    "07700 900457",
    "A neighbour heard shouting. All was quiet when officers came; both children were asleep.",
    "blue",
)


class Walk:
    def __init__(self, browser: Browser, base: str) -> None:
        self.browser, self.base = browser, base

    @contextmanager
    def person(self, name: str, width: int = 1280) -> Iterator[Page]:
        """Somebody logged in, in a browser of their own."""
        context = self.browser.new_context(base_url=self.base, viewport={"width": width, "height": 900})
        page = context.new_page()
        page.goto("/log-in/")
        page.fill("[name=username]", name)
        page.fill("[name=password]", PASSWORD)
        page.press("[name=password]", "Enter")
        page.wait_for_url(lambda url: "log-in" not in url)
        yield page
        context.close()

    def picture(self, page: Page, name: str, *, whole: bool = False) -> None:
        page.wait_for_load_state("networkidle")
        page.screenshot(path=PICTURES / f"{name}.png", full_page=whole)

    def police_send(self, told: Told) -> int:
        """A notification by the API; answers the number of the contact."""
        request = urllib.request.Request(
            f"{self.base}/api/v1/contacts/",
            json.dumps(told.notification()).encode(),
            {"Authorization": f"Token {POLICE_TOKEN}", "Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request) as answer:
            return int(json.load(answer)["id"])

    def seen_before(self, told: Told) -> None:
        """An earlier notification about the family that will be rung about: decided, no further action."""
        contact = self.police_send(told)
        with self.person("mash") as page:
            self._new_people(page, contact, told)
        with self.person("manager") as page:
            page.goto(f"/contacts/{contact}/")
            page.get_by_role("button", name="Decide").first.click()
            page.get_by_label("No further action").check()
            page.get_by_label("Why?").fill("Nothing was seen, and nothing was known before.")
            page.get_by_label(f"{told.second} {told.surname}").check()
            page.get_by_role("button", name="Record decision").click()
            page.get_by_text("decided by").first.wait_for()

    def the_call(self, told: Told) -> tuple[int, float]:
        """Typed by the front door; answers the number of the contact and the seconds it took."""
        with self.person("mash") as page:
            took = self.log_call(page, told)
            return int(page.url.rstrip("/").rsplit("/", 1)[1]), took

    def log_call(self, page: Page, told: Told) -> float:
        """A telephone call about children whom the record knows, the name typed as it was heard."""
        page.goto("/contacts/new/")
        begun = time.monotonic()
        page.get_by_label("First name").first.press_sequentially(told.first, delay=40)
        page.get_by_label("Last name").first.press_sequentially(f"{told.surname}e", delay=40)
        page.get_by_label(f"{told.first} {told.surname}").first.wait_for()
        self.picture(page, "contact-matches")
        page.get_by_label(f"{told.first} {told.surname}").first.check()
        page.get_by_label(f"{told.second} {told.surname}, 5").check()
        page.get_by_label("Who is telling us?").select_option("2A")
        page.get_by_label("Their name").press_sequentially("Ms Joan Field, head teacher", delay=20)
        page.get_by_role("group", name="May the family be told who they are?").get_by_label("Yes").check()
        concern = f"{told.first} says she sleeps in her clothes in case they have to go to Nan's. Late all week."
        page.get_by_label("What are they worried about?").press_sequentially(concern, delay=15)
        page.get_by_label("The family knows and agrees").check()
        page.get_by_label("Amber: within one working day").check()
        page.get_by_role("button", name="Log this contact").click()
        page.get_by_text("Contact logged.").wait_for()
        return time.monotonic() - begun

    def check(self, contact: int, told: Told) -> None:
        """The hospital is asked and answers."""
        with self.person("mash") as page:
            page.goto("/contacts/")
            self.picture(page, "queue")
            self._new_people(page, contact, told)
            page.goto(f"/contacts/{contact}/checks/")
            page.get_by_label("Wexcombe Hospitals NHS Trust").check()
            page.get_by_role("button", name="Ask them").click()
            page.get_by_role("link", name="Write down the answer").first.click()
            page.get_by_label("Information shared").check()
            page.get_by_label("What they shared, or why they did not").fill(
                f"{told.mother} came to accident and emergency in September with a sprained wrist, alone."
            )
            page.get_by_label("Who shared it?").fill("Priya Nair, safeguarding nurse")
            page.get_by_role("button", name="Save answer").click()
            page.get_by_text("Priya Nair").wait_for()
            self.picture(page, "contact", whole=True)

    @staticmethod
    def _new_people(page: Page, contact: int, told: Told) -> None:
        """Where the record offers somebody who may be a child of the notification, say that it is nobody known."""
        for child in (told.first, told.second):
            page.goto(f"/contacts/{contact}/")
            offer = page.get_by_role("group", name=f"{child} {told.surname} was recorded as new")
            if offer.count():
                offer.get_by_label("None of these: a new person").check()
                page.get_by_role("button", name="Save", exact=True).first.click()
                page.wait_for_load_state()

    def decide_and_accept(self, contact: int, told: Told) -> str:
        """The manager decides with the history in front of him, accepts, and allocates; answers the child's address."""
        with self.person("manager") as page:
            page.goto(f"/contacts/{contact}/")
            page.get_by_role("button", name="Decide").first.click()
            page.get_by_label("Referral to social care").check()
            page.get_by_label("Team that takes the referral").select_option(label="Assessment Central")
            page.get_by_label("Why?").fill(
                "Violence at home with the children there; the school sees the effect on both."
            )
            page.get_by_label("What is the referrer told?").fill(
                "Referred to social care. Anna Whitfield will be in touch."
            )
            page.get_by_label(f"{told.second} {told.surname}").check()
            page.get_by_label("I have read the history on this page").check()
            self.picture(page, "decision", whole=True)
            page.get_by_role("button", name="Record decision").click()
            page.get_by_text("decided by").first.wait_for()
            for child in (told.first, told.second):
                page.goto("/referrals/")
                page.get_by_role("link", name=f"{child} {told.surname}").click()
                page.get_by_label("Anna Whitfield").check()
                page.get_by_label("Main reason why the child needs help").select_option("N1")
                if child == told.first:
                    self.picture(page, "accept")
                page.get_by_role("button", name="Accept and allocate").click()
                page.get_by_text("Accepted. The case is open").wait_for()
                if child == told.first:
                    address = page.url.removeprefix(self.base)
        return address

    def visit_and_write(self, child: str, told: Told) -> None:
        with self.person("worker") as page:
            page.goto("/")
            self.picture(page, "my-work")
            page.goto(f"{child}visits/record/")
            now = datetime.now(LONDON)
            for box, value in (("day", now.day), ("month", now.month), ("year", now.year), ("time", f"{now:%H:%M}")):
                page.locator(f"[name=took_place_at_{box}]").fill(str(value))
            page.get_by_role("group", name="What was the visit for?").get_by_label("Assessment").check()
            page.get_by_role("group", name=f"Did you see {told.first}?").get_by_label("Yes", exact=True).first.check()
            page.get_by_role("group", name=f"Did you see {told.first} alone?").get_by_label("Yes", exact=True).check()
            page.get_by_label(f"What {told.first} said").fill(
                f"I like it when it is quiet. {told.second} gets in my bed."
            )
            page.get_by_label("What you saw and heard").fill(f"{told.first} showed me the room she shares.")
            self.picture(page, "visit")
            page.get_by_role("button", name="Save visit").click()
            page.get_by_text(f"{told.first} showed me the room").wait_for()
            self._write_assessment(page, child, told)

    def _write_assessment(self, page: Page, child: str, told: Told) -> None:
        page.goto(f"{child}assessment/edit/")
        for label, words in (
            (f"In {told.first}’s own words", f"I like it when it is quiet. {told.second} gets in my bed."),
            (
                f"{told.first}’s development and needs",
                f"{told.first} reads above her age. She is tired and watchful at school.",
            ),
            (
                f"How {told.first} is cared for",
                f"{told.mother} is warm with both children and frightened for them.",
            ),
            (
                "Family and surroundings",
                f"A rented house. {told.mother}'s mother lives ten minutes away and can take the children.",
            ),
            ("What the family thinks", f"{told.mother} wants help to stay safe and does not want to move school."),
            (
                f"What all of this means for {told.first}",
                f"{told.first} has seen violence at home more than once and plans for the next time.",
            ),
            (
                "What happens next",
                f"A plan with {told.mother}, her mother and the school; a domestic abuse worker from this week.",
            ),
        ):
            page.get_by_label(label).fill(words)
        page.get_by_label("Domestic violence: a parent or carer is the subject").check()
        page.get_by_label("Child in need plan").check()
        page.get_by_text("Saved ").first.wait_for()
        self.picture(page, "assessment-writing")
        page.get_by_role("button", name="Save", exact=True).click()
        page.goto(f"{child}assessment/submit/")
        page.get_by_role("button", name="Send to manager").click()
        page.get_by_text("Sent to your manager.").wait_for()

    def authorise(self, child: str, told: Told) -> None:
        with self.person("manager") as page:
            page.goto("/")
            self.picture(page, "manager")
            page.goto(child)
            page.get_by_text("Why this date").first.click()
            self.picture(page, "record-due")
            page.goto(f"{child}assessment/decide/")
            page.get_by_label("Authorise it").check()
            page.get_by_label("Your reasons").fill(f"Clear, and I can hear {told.first} in it.")
            page.get_by_role("button", name="Save decision").click()
            page.get_by_text("Authorised").first.wait_for()
            self.picture(page, "assessment-authorised", whole=True)
            page.goto(child)
            self.picture(page, "record", whole=True)
            page.goto(f"{child}family/")
            self.picture(page, "family")
            page.goto(f"{child}chronology/")
            self.picture(page, "chronology")
            page.goto("/alerts/")
            self.picture(page, "clock-warned")
        with self.person("service") as page:
            page.goto("/alerts/")
            self.picture(page, "clock-escalated")
        with self.person("worker", width=375) as page:
            page.goto("/")
            self.picture(page, "my-work-phone")


def main(base: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**ensure_browser().launch_arguments)
        walk = Walk(browser, base)
        walk.seen_before(BY_TELEPHONE)
        sent = walk.police_send(BY_POLICE)
        rung, took = walk.the_call(BY_TELEPHONE)
        print(
            f"The police sent contact {sent}. The call became contact {rung}, typed and logged in {took:.0f} seconds."
        )
        for contact, told in ((sent, BY_POLICE), (rung, BY_TELEPHONE)):
            walk.check(contact, told)
            child = walk.decide_and_accept(contact, told)
            walk.visit_and_write(child, told)
            walk.authorise(child, told)
            print(f"{told.first} {told.surname}: authorised, {base}{child}")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"))
