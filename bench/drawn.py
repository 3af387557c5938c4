"""Which children, contacts and names are asked for: drawn from the database by a fixed chance."""

import random
from typing import Any

from bench.load.staff import MEMBER, MEMBERS, TEAM_MANAGER
from bench.load.table import Table
from bench.pages import BUSY, ORDINARY

DRAWN = 40


def number_of(user: str) -> int:
    """The key of a user by the name: service1, manager5, worker30."""
    kind, number = user.rstrip("0123456789"), int(user.lstrip("servicmangwok"))
    return number + {"service": 0, "manager": TEAM_MANAGER, "worker": MEMBER}[kind]


def draw(table: Table) -> dict[str, list[Any]]:
    """Keys and texts by what they are for; for searches each as (text, values of the plain statement)."""
    chance = random.Random(11)
    busy, ordinary = (MEMBER + (team - 1) * MEMBERS + 1 for team in (BUSY, ORDINARY))
    own = "SELECT child_id FROM staff_allocation WHERE to_on IS NULL AND worker_id = %s ORDER BY child_id"
    children = [pk for (pk,) in table.rows(own, [busy])]
    waiting = "SELECT cc.id, cc.contact_id FROM referrals_contactchild cc LEFT JOIN referrals_thresholddecision d"
    waiting += " ON d.contact_child_id = cc.id WHERE d.id IS NULL ORDER BY cc.id"
    undecided = table.rows(waiting)
    return {
        "busy_children": [len(children)],
        "busy_team": [table.one(f"SELECT count(*) FROM staff_allocation WHERE to_on IS NULL AND team_id = {BUSY}")],
        "service": [
            table.one(
                "SELECT count(*) FROM staff_allocation a JOIN staff_team t ON t.id = a.team_id"
                " WHERE to_on IS NULL AND role = 'lead' AND service_manager_id = 1"
            )
        ],
        "children": chance.sample(children, min(DRAWN, len(children))),
        "ordinary_children": [pk for (pk,) in table.rows(own, [ordinary])],
        "contacts": sorted({contact for _, contact in undecided})[:DRAWN],
        "undecided": [pk for pk, _ in undecided][:DRAWN],
        **_searches(table, chance),
    }


def _searches(table: Table, chance: random.Random) -> dict[str, list[Any]]:
    people = table.rows(
        "SELECT p.forename, p.surname, p.date_of_birth, p.nhs_number, a.line1, a.postcode FROM people_person p"
        " JOIN people_residence r ON r.person_id = p.id AND r.to_on IS NULL AND NOT r.confidential"
        " JOIN people_address a ON a.id = r.address_id"
        " WHERE p.is_child AND p.nhs_number IS NOT NULL AND length(p.surname) > 4 AND length(p.forename) > 3"
        " AND p.id %% 1009 = ANY(%s) ORDER BY p.id LIMIT 400",
        [list(range(50))],
    )
    chance.shuffle(people)
    people = people[:DRAWN]
    counted = (
        "SELECT surname FROM people_person GROUP BY surname HAVING count(*) {} ORDER BY count(*) DESC, surname LIMIT 8"
    )
    common = [name for (name,) in table.rows(counted.format("> 0"))]
    rare = [name for (name,) in table.rows(counted.format("BETWEEN 5 AND 40"))]
    usual = [name for (name,) in table.rows(counted.format("> 0").replace("surname", "forename"))]
    phones = table.rows("SELECT number FROM people_phone ORDER BY id LIMIT 20")
    return {
        "exact": [_name(first, last) for first, last, *_ in people],
        "misspelt": [_name(first, slip(last, chance)) for first, last, *_ in people],
        "misheard": [_name(first, heard(last)) for first, last, *_ in people],
        "common": [_name(first, last) for first in usual for last in common],
        "rare": [(last, {"surname": last}) for last in rare],
        "surname": [(last, {"surname": last}) for last in common],
        "nhs": [(f"{n[:3]} {n[3:6]} {n[6:]}", {"number": n}) for *_, n, _, _ in people],
        "born": [(f"{born:%d/%m/%Y}", {"born": str(born)}) for _, _, born, *_ in people],
        "address": [(f"{line}", {"line": line}) for *_, line, _ in people],
        "phone": [(f"0{n[3:7]} {n[7:]}", {"number": n}) for (n,) in phones],
    }


def _name(first: str, last: str) -> tuple[str, dict[str, str]]:
    return f"{first} {last}", {"forename": first, "surname": last}


def slip(word: str, chance: random.Random) -> str:
    """The word with one slip of the keyboard: a letter left out, put in, changed, or two that changed places."""
    at = chance.randrange(1, max(2, len(word) - 1))
    return chance.choice(
        [
            word[:at] + word[at + 1 :],
            word[:at] + chance.choice("aeirstln") + word[at:],
            word[:at] + chance.choice("aeirstln") + word[at + 1 :],
            word[: at - 1] + word[at : at + 1] + word[at - 1] + word[at + 1 :],
        ]
    )


# As somebody writes what is said on the telephone.
HEARD = (("ph", "f"), ("ck", "k"), ("ie", "y"), ("ei", "ay"), ("ee", "ea"), ("c", "k"), ("ll", "l"), ("s", "z"), ("a", "e"),
         ("o", "u"), ("i", "e"), ("e", "i"))  # fmt: skip


def heard(word: str) -> str:
    """The word as it sounds, spelt another way."""
    head, rest = word[0], word[1:]
    for written, said in HEARD:
        if written in rest:
            return head + rest.replace(written, said, 1)
    return word + "e"
