"""A programme of two modules, small and never edited, with one of everything the deeds can meet."""

import dataclasses

from markupsafe import Markup
from people import shipped_catalogue

from selfhelp.content.model import Ask, Character, GpTexts, Module, Programme, Step
from selfhelp.exercises.card import Card
from selfhelp.exercises.choice import Choice
from selfhelp.exercises.conditions import Condition, Term
from selfhelp.exercises.day import Day
from selfhelp.exercises.entry_maker import ToolBlock
from selfhelp.exercises.exercise import Option
from selfhelp.exercises.home_practice import HomePractice
from selfhelp.exercises.instrument import Instrument
from selfhelp.exercises.note import Note
from selfhelp.exercises.planner import Planner
from selfhelp.exercises.scale import Scale
from selfhelp.exercises.text import Text
from selfhelp.exercises.tool import Tool
from selfhelp.exercises.useful import Useful
from selfhelp.exercises.words import Ref, Words

SHIPPED = shipped_catalogue()["nb"]
PHQ, GAD = SHIPPED.instruments["phq-9"], SHIPPED.instruments["gad-7"]


def words(text: str) -> Words:
    return Words((Markup(text),), text)  # noqa: S704  # words of this file


def options(*pairs: str, note: str = "") -> tuple[Option, ...]:
    return tuple(Option(one, words(one.capitalize()), note) for one in pairs)


def when(name: str, operator: str, value: str = "", part: str = "") -> Condition:
    return Condition((Term(Ref(name, part), operator, value),))


CHAIN = Tool(
    id="chain",
    title="Kjeden",
    link_question="Hvilket ledd veide mest?",
    blocks=(Text(id="event", text=words("Hva skjedde?")), Text(id="thought", text=words("Hva tenkte du?"))),
)
SMALL_THING = Tool(id="small-thing", title="Den lille tingen", blocks=(Text(id="what"),))
ACTIVITY = Tool(
    id="activity",
    title="Aktiviteten",
    blocks=(
        Text(id="what"),
        Day(id="day", options=options("morning", "evening")),
        Choice(id="done", phase="after", not_done="no", options=options("yes", "no")),
        Scale(id="pleasure", phase="after"),
    ),
)

FIRST = Module(
    id="first",
    title="Først",
    edition="edition-1",
    steps=(
        Step(
            id="thoughts",
            title="Tanker",
            parts=(
                Text(id="thought", gp="ask", text=words("Hva tenker du?")),
                Text(id="secret", gp="nothing"),
                Scale(id="mood", gp="answer", text=words("Hvor er du?"), low="lavt", high="høyt"),
                Text(id="more", gp="ask", text=words("Hva mer?"), when=when("thought", "answered")),
                Note(id="more-said", when=when("more", "answered")),
            ),
        ),
        Step(id="person", title="Person", parts=(Choice(id="follow", follows="character"),)),
        Step(
            id="how",
            title="Nå",
            parts=(
                Instrument(id="phq", instrument_id="phq-9", of=PHQ),
                Instrument(id="gad", instrument_id="gad-7", of=GAD),
            ),
        ),
        Step(
            id="chain",
            title="Kjede",
            parts=(ToolBlock(id="own-chain", tool_id="chain", of=CHAIN), Text(id="beside")),
        ),
        Step(
            id="two-tools",
            title="To",
            parts=(
                ToolBlock(id="a-chain", tool_id="chain", of=CHAIN),
                ToolBlock(id="a-thing", tool_id="small-thing", of=SMALL_THING),
            ),
        ),
        Step(
            id="home",
            title="Hjemme",
            parts=(
                HomePractice(
                    id="practice",
                    tool_id="chain",
                    of=CHAIN,
                    options=(
                        Option("main", words("Tre kjeder"), "3"),
                        Option("small", words("Én kjede"), "1"),
                        Option("also", words("To ting"), "small-thing 2"),
                    ),
                ),
                Useful(id="helped", gp="answer", options=options("thoughts", "chain")),
                Card(id="card", gp="ask", offered=("chain", "small-thing")),
            ),
        ),
    ),
    sittings=(("thoughts", "person", "how"), ("chain", "two-tools", "home")),
    gp=GpTexts(
        summary=words("Fire setninger om første modul."),
        asks=(Ask("begin", "Hvordan gikk det med kjedene?", "Hvilket ledd?", "chain"),),
        unopened="Hva kom i veien?",
    ),
)
SECOND = Module(
    id="second",
    title="Så",
    steps=(
        Step(id="again", title="Igjen", parts=(Instrument(id="phq-2", instrument_id="phq-9", of=PHQ),)),
        Step(
            id="week",
            title="Uka",
            parts=(
                Planner(id="plans", tool_id="activity", of=ACTIVITY),
                Note(id="planned", when=when("plans", ">=", "1", part="count")),
            ),
        ),
        Step(
            id="home-again",
            title="Hjemme",
            parts=(
                HomePractice(
                    id="practice-2",
                    tool_id="chain",
                    of=CHAIN,
                    options=(
                        Option("main", words("To kjeder, eller én tur"), "2 or activity 1"),
                        Option("small", words("Én kjede"), "1"),
                    ),
                ),
            ),
        ),
    ),
    sittings=(("again", "week", "home-again"),),
    gp=GpTexts(summary=words("Om andre modul."), asks=(Ask("go", "Hva gjorde du?", "Hva så?"),)),
)
BOOSTERS = {
    name: Module(
        id=name,
        title=f"Tilbake, uke {week}",
        week=week,
        steps=(
            Step(
                id=f"back-{week}",
                title="Tilbake",
                parts=(Instrument(id=f"phq-{week}", instrument_id="phq-9", of=PHQ),),
            ),
        ),
        sittings=((f"back-{week}",),),
        gp=GpTexts(summary=words("Ser tilbake."), asks=(Ask("go", "Hva gjorde du?", "Hva så?"),)),
    )
    for name, week in (("early", 14), ("late", 22))
}
PROGRAMME = Programme(
    locale="nb",
    title="Lite program",
    modules={"first": FIRST, "second": SECOND},
    tools={"chain": CHAIN, "small-thing": SMALL_THING, "activity": ACTIVITY},
    instruments={"phq-9": PHQ, "gad-7": GAD},
    characters={"ida": Character("ida", "Ida", "", "", words("Ida"))},
    shares=SHIPPED.shares,
)
PACED = dataclasses.replace(PROGRAMME, modules={**PROGRAMME.modules, **BOOSTERS}, spacing=14, access=12)
