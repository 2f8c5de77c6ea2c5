"""Every kind of exercise, by the word an author writes after `:::`."""

from collections.abc import Mapping
from types import MappingProxyType

from selfhelp.exercises.audio import Audio
from selfhelp.exercises.card import Card
from selfhelp.exercises.chart import Chart
from selfhelp.exercises.check import Check
from selfhelp.exercises.choice import Choice
from selfhelp.exercises.choices import Choices
from selfhelp.exercises.day import Day
from selfhelp.exercises.entry_maker import ToolBlock
from selfhelp.exercises.exercise import Exercise
from selfhelp.exercises.home_practice import HomePractice
from selfhelp.exercises.instrument import Instrument
from selfhelp.exercises.letter import Letter
from selfhelp.exercises.note import Note
from selfhelp.exercises.page import Page
from selfhelp.exercises.picture import Picture
from selfhelp.exercises.plan import Plan
from selfhelp.exercises.planner import Planner
from selfhelp.exercises.practice import Practice
from selfhelp.exercises.quiz import Quiz
from selfhelp.exercises.recall import RecallBlock
from selfhelp.exercises.say import Say
from selfhelp.exercises.scale import Scale
from selfhelp.exercises.sort import Sort
from selfhelp.exercises.story import Story
from selfhelp.exercises.strengths import Strengths
from selfhelp.exercises.text import Text
from selfhelp.exercises.useful import Useful

KINDS: Mapping[str, type[Exercise]] = MappingProxyType(
    {
        kind.kind: kind
        for kind in (
            *(Choice, Choices, Scale, Strengths, Text, Quiz, Story, Sort, Check, Plan, Day, Letter),
            *(Instrument, ToolBlock, Planner, RecallBlock, Say, Note, Picture, Chart, Practice),
            *(Audio, Page, HomePractice, Useful, Card),
        )
    }
)
