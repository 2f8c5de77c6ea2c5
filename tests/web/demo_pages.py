"""The demo patients' pages as values, in any language, for tests of what is made from them."""

import dataclasses
from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from selfhelp.care import sharing
from selfhelp.care.follow_up import CardSeen, FollowUp
from selfhelp.care.notices import Notice
from selfhelp.care.readings import Scores, Taken
from selfhelp.exercises.card import LONGEST_CARD
from selfhelp.records.course import Enrolment
from selfhelp.records.people import Person
from selfhelp.web import database
from selfhelp.web.follow_up_page import follow_up_of

WORDS = "Jeg orker ikke mer av dette, og det er ingen på jobben som vet hvordan jeg har det. "
LONG = (WORDS * 4)[:LONGEST_CARD]


def pages(app: Flask, language: str) -> dict[str, FollowUp]:
    """Every demo patient's page by user name; of one who has stopped sharing the page that was shared."""
    found = {}
    with app.test_request_context():
        people = select(Person.user_name, Enrolment.id).join(Enrolment, Enrolment.person_id == Person.id)
        for user_name, enrolment_id in database.session().execute(people):
            link = sharing.my_link(database.session(), enrolment_id)
            assert link is not None
            found[user_name], _ = follow_up_of(dataclasses.replace(link, gp_locale=language))
    return found


def fullest(page: FollowUp) -> FollowUp:
    """The same page with as much on it as there can be: it must still be one sheet."""
    useful = tuple(f"Noe nyttig nummer {number}" for number in range(4))
    first = page.scores[0].now
    day = first.taken_at.date()
    notices = [Notice("item9", day, 2), Notice("severe", day, 21, instrument="phq-9")]
    notices += [Notice("worse", day, 21, 14, "phq-9"), Notice("uneasy", day, tool="chain")]
    return dataclasses.replace(
        page,
        note="lærer, Otta, rød lue",
        card=CardSeen(LONG, "Kjeden", useful, useful, LONG),
        notices=(*notices, Notice("silent", day)),
        answers=(("Hva vil du oppnå?", LONG),) * 8,
        scores=(Scores(first.of, _several(first), "worse"), *page.scores[1:]),
        looked=day,
    )


def _several(last: Taken) -> tuple[Taken, ...]:
    sums = (14, 11, 16, 21)
    return tuple(
        dataclasses.replace(
            last,
            taken_at=last.taken_at - timedelta(days=14 * (len(sums) - number)),
            score=dataclasses.replace(last.score, sum=sum_, low=sum_, high=sum_, missing=0),
        )
        for number, sum_ in enumerate(sums, 1)
    )
