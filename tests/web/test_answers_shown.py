"""The answers a doctor reads: numbers with the highest there is, own words as they were written."""

import pytest
from apps import Comes
from people import Surgery


class TestAnswersShown:
    @pytest.mark.parametrize("language", ["nb", "en"])
    def test_say_what_a_number_is_out_of_and_leave_own_words_alone(
        self, comes: Comes, surgery: Surgery, language: str
    ) -> None:
        gp = surgery.gp(locale=language)
        patient = surgery.patient(gp)
        browser = comes(patient).opens("/modules/link/goals")
        own = "Home"  # which the interface would translate
        browser.saves({"q.goal-1": own, "q.goal-1.doctor-may-see": True, "q.goal-1-now": "2"})

        doctor = comes(gp, language=language).opens(f"/gp/patients/{patient.enrolment_id}")

        assert f'<dd class="own-words" data-own-words>{own}</dd>' in doctor.html
        assert {"nb": "2 av 10", "en": "2 of 10"}[language] in doctor.text
