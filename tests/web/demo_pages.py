"""The demo patients' pages as values, in any language, for tests of what is made from them."""

import dataclasses

from flask import Flask
from sqlalchemy import select

from selfhelp.care import sharing
from selfhelp.care.follow_up import FollowUp
from selfhelp.records.course import Enrolment
from selfhelp.records.people import Person
from selfhelp.web import database
from selfhelp.web.follow_up_page import follow_up_of


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
