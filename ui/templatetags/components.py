"""The tags and filters that every template has without loading anything."""

from datetime import date, datetime
from typing import Any

from django import forms, template
from django.core.paginator import Page
from django.template import Context
from django.template.base import NodeList, Parser, Token
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from ui import addresses, today, words
from ui.dates import LONDON
from ui.forms import GovForm
from ui.rendering import draw_field, revealed_names
from ui.tokens import make_token

register = template.Library()


@register.simple_tag
def gov_field(bound: forms.BoundField, size: str = "s") -> SafeString:
    """One question: `{% gov_field form.reason %}`."""
    return draw_field(bound, size=size)


@register.simple_tag
def gov_form(form: forms.BaseForm) -> SafeString:
    """All questions of a form, under its section headings, with its repeated rows."""
    under_answers = revealed_names(form)
    drawn = {name: draw_field(form[name], size="s") for name in form.fields if name not in under_answers}
    row_sets = getattr(form, "row_sets", {})
    sections, placed = [], set()
    for heading, names in getattr(form, "sections", ()):
        parts = [_part(name, drawn, row_sets, level=3 if heading else 2) for name in names]
        sections.append({"heading": heading, "parts": parts})
        placed.update(names)
    rest = [name for name in [*drawn, *row_sets] if name not in placed]
    if rest:
        sections.append({"heading": "", "parts": [_part(name, drawn, row_sets, level=2) for name in rest]})
    return SafeString(render_to_string("components/form.html", {"form": form, "sections": sections}))


def _part(name: str, drawn: dict[str, SafeString], row_sets: dict[str, Any], level: int) -> SafeString:
    if name in row_sets:
        return SafeString(render_to_string("components/rows.html", {"rows": row_sets[name], "level": level}))
    return drawn.get(name, SafeString(""))


@register.simple_tag
def error_summary(*forms_on_page: Any) -> SafeString:
    """ "There is a problem", with a link to each wrong answer. Takes forms and formsets; nothing when all is well."""
    problems: list[tuple[str, str]] = []
    for form in forms_on_page:
        problems += _problems(form)
    if not problems:
        return SafeString("")
    return SafeString(render_to_string("components/error_summary.html", {"problems": problems}))


def _problems(form: Any) -> list[tuple[str, str]]:
    if not form or not form.is_bound:
        return []
    if isinstance(form, GovForm):
        return list(form.problems())
    if isinstance(form, forms.BaseFormSet):
        inner = [problem for one in form.forms for problem in _problems(one)]
        return [("", str(sentence)) for sentence in form.non_form_errors()] + inner
    found = []
    for name, sentences in form.errors.items():
        target = form[name].id_for_label if name in form.fields else ""
        found += [(target, str(sentence)) for sentence in sentences]
    return found


@register.simple_tag(takes_context=True)
def submit_token(context: Context, draft_key: str = "") -> SafeString:
    """The hidden box that makes a double click count once."""
    return format_html('<input type="hidden" name="submit_token" value="{}">', _token(context, draft_key))


def _token(context: Context, draft_key: str) -> str:
    request = context.get("request")
    user = getattr(request, "user", None)
    return make_token(user.pk, draft_key) if user and user.is_authenticated else ""


@register.simple_tag(takes_context=True)
def form_start(context: Context, form: Any, draft_key: str = "", action: str = "", title: str = "") -> SafeString:
    """Opens the <form>: CSRF, submit token, version, and (with a draft key) saving as one types. `form_end` closes."""
    token = _token(context, draft_key)
    return SafeString(
        render_to_string(
            "components/form_start.html",
            {
                "form": form,
                "draft_key": draft_key,
                "action": action,
                "token": token,
                "title": title,
                "draft_url": reverse("draft", args=[draft_key]) if draft_key else "",
                "csrf_url": reverse("draft-csrf") if draft_key else "",
                "others": context.get("others_writing", []),
                "seen": context.get("draft_seen"),
            },
            request=context.get("request"),
        )
    )


@register.simple_tag
def form_end() -> SafeString:
    return SafeString("</form>")


@register.simple_tag
def button(text: str, kind: str = "", name: str = "", value: str = "", href: str = "") -> SafeString:
    """A button, or with `href` a link that looks like one. `kind`: "", "secondary", "warning" or "start"."""
    css = "govuk-button" + (f" govuk-button--{kind}" if kind else "")
    if href:
        return format_html(
            '<a href="{}" role="button" draggable="false" class="{}" data-module="govuk-button">{}</a>', href, css, text
        )
    named = format_html(' name="{}" value="{}"', name, value) if name else ""
    return format_html(
        '<button type="submit" class="{}" data-module="govuk-button" data-prevent-double-click="true"{}>{}</button>',
        css,
        named,
        text,
    )


@register.simple_tag
def tag(text: str, colour: str = "") -> SafeString:
    """A small label: grey, green, teal, blue, purple, magenta, red, orange or yellow. It says its meaning in words."""
    return format_html('<strong class="govuk-tag{}">{}</strong>', f" govuk-tag--{colour}" if colour else "", text)


@register.inclusion_tag("components/summary_list.html")
def summary_list(rows: Any, card: str = "") -> dict[str, Any]:
    """Questions and answers. A row is (key, value), (key, value, address, what the link changes) or a dict with
    `key`, `value` and optionally `href`, `action` ("Change") and `hidden` (the rest of the link for a screen reader).
    """
    made = []
    for row in rows:
        if not isinstance(row, dict):
            row = dict(zip(("key", "value", "href", "hidden"), row, strict=False))
        usual = {"action": "Change", "hidden": words.mid_sentence(str(row["key"]))}
        made.append({**usual, **row, "value": _said(row["value"])})
    return {"rows": made, "card": card, "has_links": any(row.get("href") for row in made)}


def _said(value: Any) -> Any:
    if isinstance(value, datetime):
        return words.moment(value)
    if isinstance(value, date):
        return words.day(value)
    return {True: "Yes", False: "No"}[value] if isinstance(value, bool) else value


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: Context, page: Page, name: str = "page") -> dict[str, Any]:
    """Previous, numbers, next, keeping the rest of the address."""
    query = context["request"].GET.copy()
    query.pop(name, None)
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    base = f"?{query.urlencode()}&" if query else "?"
    return {
        "page": page,
        "base": f"{base}{name}=",
        "numbers": [None if n == page.paginator.ELLIPSIS else n for n in numbers],
    }


@register.tag("details")
def do_details(parser: Parser, token: Token) -> "DetailsNode":
    """`{% details "Why this date" %}…{% enddetails %}`: closed until asked for."""
    _, *bits = token.split_contents()
    nodes = parser.parse(("enddetails",))
    parser.delete_first_token()
    return DetailsNode(parser.compile_filter(bits[0]), nodes)


class DetailsNode(template.Node):
    def __init__(self, summary: Any, nodelist: NodeList):
        self.summary, self.nodelist = summary, nodelist

    def render(self, context: Context) -> SafeString:
        return format_html(
            '<details class="govuk-details"><summary class="govuk-details__summary">'
            '<span class="govuk-details__summary-text">{}</span></summary>'
            '<div class="govuk-details__text">{}</div></details>',
            self.summary.resolve(context),
            mark_safe(self.nodelist.render(context)),
        )


@register.tag("leading_out")
def do_leading_out(parser: Parser, token: Token) -> "LeadingOutNode":
    """`{% leading_out %}…{% endleading_out %}`: links of the frame, which lead to the present from any page."""
    nodes = parser.parse(("endleading_out",))
    parser.delete_first_token()
    return LeadingOutNode(nodes)


class LeadingOutNode(template.Node):
    def __init__(self, nodelist: NodeList):
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        with addresses.leading_out():
            return self.nodelist.render(context)


@register.filter
def day(value: date | None) -> str:
    """7 May 2026"""
    return words.day(value)


@register.filter
def in_sentence(text: str) -> str:
    """A title within a sentence: "social worker", and still "MASH officer" and "NHS number"."""
    return words.mid_sentence(text)


@register.filter
def moment(value: datetime | None) -> str:
    """7 May 2026, 14:05"""
    return words.moment(value)


@register.filter
def clock_time(value: datetime | None) -> str:
    """14:05"""
    return f"{timezone.localtime(value, LONDON):%H:%M}" if value else ""


@register.filter
def hours_left(due: datetime | None) -> str:
    """ "3 hours left", "1 hour over": how far a moment is from now, in whole hours, then days."""
    if due is None:
        return ""
    minutes = int((due - today.now()).total_seconds() // 60)
    ending = "left" if minutes >= 0 else "over"
    size = abs(minutes)
    if size < 60:
        return f"{size} minute{'' if size == 1 else 's'} {ending}"
    hours = size // 60
    if hours < 72:
        return f"{hours} hour{'' if hours == 1 else 's'} {ending}"
    return f"{hours // 24} days {ending}"


@register.filter
def age(born: date | None, on: date | None = None) -> str:
    """Years of age today, or on a day: `{{ child.born_on|age }}`. Months below two years; empty when not known."""
    if born is None:
        return ""
    on = on or today.today()
    months = (on.year - born.year) * 12 + on.month - born.month - (on.day < born.day)
    if months < 0:
        return "unborn"
    if months < 24:
        return f"{months} month{'' if months == 1 else 's'}"
    return str(months // 12)
