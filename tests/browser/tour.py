"""Every page there is to see in the demo, in the order in which people meet them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from browser.house import House
from browser.person import Arrives, Person, Way
from selfhelp import demo_patients
from selfhelp.demo import GP_NAME, PASSPHRASE

DONE, MIDWAY, HEAVY, NEW, ENDED, BETWEEN, PLANNING = (
    one.user_name
    for one in (
        *(demo_patients.DONE, demo_patients.MIDWAY, demo_patients.HEAVY, demo_patients.NEW),
        *(demo_patients.ENDED, demo_patients.BETWEEN, demo_patients.PLANNING),
    )
)  # fmt: skip
FOLLOWED = {
    name.lower(): one.user_name
    for name, one in vars(demo_patients).items()
    if isinstance(one, demo_patients.DemoPatient)
}
AT_THE_END = {
    **{f"end-{page}": f"/{page}" for page in ("home", "modules", "toolbox")},
    "how-it-goes-to-the-end": "/how-it-goes",
}
WRITTEN = "Nora"  # a name in one of the demo's chains


@dataclass(frozen=True, slots=True)
class Stop:
    """One page before a person's eyes, and what to call it."""

    name: str
    person: Person


def tour(house: House, way: Way, arrives: Arrives) -> Iterator[Stop]:
    """Open one page after the other; look at each before asking for the next."""
    for part in (
        _outside,
        _steps,
        _other_kinds,
        _at_home,
        _on_heavy_days,
        _first_days,
        _the_last_day,
        _at_the_office,
        _at_the_operators,
    ):
        yield from part(house, lambda: arrives(way))


def _opened(person: Person, paths: dict[str, str]) -> Iterator[Stop]:
    for name, path in paths.items():
        person.opens(path)
        yield Stop(name, person)


def _outside(house: House, arrives: Callable[[], Person]) -> Iterator[Stop]:
    stranger = arrives().expects("status of 4[012][0-9]")
    open_to_all = {
        "front": "/",
        "help-now": "/help-now",
        "right-for-me": "/right-for-me",
        "privacy": "/privacy",
    }
    yield from _opened(stranger, open_to_all)
    yield from _opened(
        stranger, {"evidence": "/evidence", "accessibility": "/accessibility", "away": "/away"}
    )
    yield from _opened(stranger, {"log-in": "/log-in", "recover": "/recover", "no-page": "/nowhere"})
    stranger.opens("/log-in").presses("Log in")
    yield Stop("log-in-with-errors", stranger)
    yield from _opened(stranger, {"start": "/start"})
    yield from _opened(stranger, {"reminders-go-on": f"/reminders/go-on/{stranger.way.locale}"})
    yield from _opened(stranger, {"reminders-off": "/reminders/off/x", "reminders-on": "/reminders/on/x"})
    stranger.opens(f"/start/{house.log_ins.invitation}")
    yield Stop("code", stranger)
    yield Stop("account", stranger.presses("Go on"))
    gp_name = f"ny-{stranger.way}"
    yield from _opened(stranger, {"activate": house.add_gp(gp_name, "Kari Lege", stranger.way.locale)})


def _steps(house: House, arrives: Callable[[], Person]) -> Iterator[Stop]:
    patient = arrives().is_in(DONE)
    module = house.module(patient.way.locale)
    for number, step in enumerate(module.steps, 1):
        for part in range(1, len(step.pages) + 1):
            patient.opens(f"/modules/{module.id}/{step.id}?part={part}")
            yield Stop(f"step-{number:02}-{step.id}-{part}", patient)


def _other_kinds(house: House, arrives: Callable[[], Person]) -> Iterator[Stop]:
    """The first page of each kind of exercise that the first module has not."""
    patient = arrives().is_in(BETWEEN)
    first, *others = patient.programme.modules.values()
    seen = {exercise.kind for exercise in first.exercises}
    for module in others:
        for step in module.steps:
            for part, page in enumerate(step.pages, 1):
                kinds = {getattr(one, "kind", "") for one in page} - {""}
                if new := kinds - seen:
                    seen |= new
                    yield from _opened(
                        patient,
                        {f"kind-{'-'.join(sorted(new))}": f"/modules/{module.id}/{step.id}?part={part}"},
                    )


def _at_home(house: House, arrives: Callable[[], Person]) -> Iterator[Stop]:
    patient = arrives().is_in(DONE)
    module = house.module(patient.way.locale)
    rest = module.sittings[0][-1]
    yield from _opened(
        patient,
        {
            "rest": f"/modules/{module.id}/{rest}/rest",
            "modules": "/modules",
            "module": f"/modules/{module.id}",
        },
    )
    yield from _opened(
        patient, {"done": f"/modules/{module.id}/done", "home": "/home", "toolbox": "/toolbox"}
    )
    yield from _opened(patient, {"how-it-goes": "/how-it-goes"})
    yield from _opened(patient, {"chain-new": "/toolbox/chain/new", "chain-sheet": "/toolbox/chain/sheet"})
    yield from _opened(patient, {"chains": "/toolbox/chain"})
    written = patient.finds(".ds-card").filter(has_text=WRITTEN)
    patient.leads_on(written.get_by_role("link"))
    yield Stop("chain", patient)
    tools = {tool: f"/toolbox/{tool}" for tool in patient.programme.tools if tool != "chain"}
    yield from _opened(patient, tools)
    yield from _opened(patient, {"card": "/card", "sharing": "/sharing", "sharing-sheet": "/sharing/sheet"})
    yield from _workbook(patient)
    account = ("reading", "passphrase", "passkeys", "recovery-codes", "devices", "reminders", "leave-page")
    pages = {f"my-{page}": f"/my-account/{page}" for page in account}
    yield from _opened(patient, {"my-account": "/my-account"} | pages)


def _workbook(patient: Person) -> Iterator[Stop]:
    pages = {"module": "module-link", "tool": "tool-chain", "cards": "cards", "sheet": "sheet"}
    yield from _opened(patient, {"workbook": "/workbook"})
    yield from _opened(patient, {f"workbook-{name}": f"/workbook/{page}" for name, page in pages.items()})
    patient.opens("/workbook").writes("Find words you have written", WRITTEN).presses("Search")
    yield Stop("workbook-found", patient)


def _on_heavy_days(house: House, arrives: Callable[[], Person]) -> Iterator[Stop]:
    patient = arrives().is_in(HEAVY)
    yield Stop("heavy-home", patient)
    yield from _opened(patient, {"delete": "/my-account/delete", "still-here": "/still-here"})
    yield from _opened(patient, {"heavy-questions": f"/modules/{house.module('nb').id}/how-are-you"})
    yield from _opened(patient, {"heavy-thoughts": "/before-you-go-on"})


def _first_days(house: House, arrives: Callable[[], Person]) -> Iterator[Stop]:
    patient = arrives().is_in(NEW)
    yield Stop("new-home", patient)
    yield from _opened(patient, {"consent": "/consent"})
    letter = house.brings_a_letter(BETWEEN)
    yield from _opened(arrives().is_in(BETWEEN), AT_THE_END | {"end-letter": letter})
    yield from _opened(
        arrives().is_in(PLANNING), {"planning-home": "/home", "planning-week": "/toolbox/activity"}
    )
    yield Stop("midway-home", arrives().is_in(MIDWAY))
    yield from _opened(arrives().is_in(ENDED), {"sharing-ended": "/sharing", "doctor": "/doctor"})


def _the_last_day(house: House, arrives: Callable[[], Person]) -> Iterator[Stop]:
    gp = house.surgery.gp()
    patient = arrives()
    patient.is_in(house.surgery.patient(gp, locale=patient.way.locale).user_name)
    patient.opens("/my-account/delete").finds("label[for=sure]").click()
    yield Stop("deleted", patient.presses("Delete everything now"))


def _at_the_office(house: House, arrives: Callable[[], Person]) -> Iterator[Stop]:
    gp = arrives().opens("/log-in").writes("User name", GP_NAME).writes("Passphrase", PASSPHRASE)
    yield Stop("log-in-code", gp.presses("Log in"))
    gp = arrives().is_in(GP_NAME)
    yield Stop("gp-patients", gp)
    yield from _opened(gp, {"gp-account": "/gp/account"})
    yield from _opened(gp, {"gp-modules": "/gp/modules"})
    briefs = {f"gp-module-{one}": f"/gp/modules/{one}" for one in gp.programme.modules}
    yield from _opened(gp, briefs | {"gp-booklet": "/gp/booklet"})
    yield from _opened(gp, {"gp-course": "/gp/course", "gp-course-record": "/gp/course/record"})
    yield from _opened(gp, {"gp-tries": "/gp/try", "gp-try-begin": "/gp/try/link"})
    yield Stop("gp-try", gp.presses("Begin"))
    last = {one.id: one.steps[-1].id for one in gp.programme.course.values()}
    yield from _opened(
        gp, {f"gp-course-{lesson}": f"/gp/course/{lesson}/{step}" for lesson, step in last.items()}
    )
    yield from _opened(gp, {"gp-invite": "/gp/invite"})
    yield Stop("gp-slip", gp.presses("Make the sheet"))
    yield Stop("gp-invitation", gp.presses("The invitation and a line for the record"))
    pages = {f"gp-follow-up-{name}": f"/gp/patients/{house.enrolment(who)}" for name, who in FOLLOWED.items()}
    yield from _opened(gp, pages | {"gp-sheet": f"{pages['gp-follow-up-done']}/sheet"})


def _at_the_operators(house: House, arrives: Callable[[], Person]) -> Iterator[Stop]:
    operator = arrives()
    yield Stop("use", operator.is_in(house.add_operator(f"drift-{operator.way}")))
