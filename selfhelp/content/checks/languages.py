"""The languages a programme lists, those of them that are under way, and how far they speak everywhere."""

from collections.abc import Iterator

from selfhelp.content.everything import SOURCE, Everything
from selfhelp.content.interface_file import FILE, comes_with_the_application, unsaid
from selfhelp.content.messages import Fact, Language
from selfhelp.content.problems import Place, Problem, suggestion


def check_languages(everything: Everything) -> Iterator[Problem]:
    """See that what is under way is a listed language, and not the one that the others borrow from."""
    raw = everything.source_files["programme.md"]
    listed, under_way = (raw.front.get(word) for word in ("languages", "under-way"))
    known = [code.strip() for code in listed.text.split(",")] if listed else []
    for code in (code.strip() for code in under_way.text.split(",")) if under_way else ():
        if under_way and code == SOURCE:
            yield raw.problem(under_way.at(code), "under-way.source", code=code)
        elif under_way and code and code not in known:
            hint = suggestion(code, [other for other in known if other != SOURCE])
            yield raw.problem(under_way.at(code), "under-way", code=code, hint=hint)


def check_interfaces(everything: Everything) -> Iterator[Problem]:
    """Tell how many of the application's own sentences have no words in a language that authors add."""
    mistaken = {problem.place.path for problem in everything.problems}
    for locale in everything.programmes:
        place = Place(f"{locale}/{FILE}")
        if comes_with_the_application(locale) or place.path in mistaken:
            continue
        if left := unsaid(everything.interfaces.get(locale)):
            rule = "interface-unsaid" if locale in everything.interfaces else "interface-unsaid.file"
            languages: dict[str, Fact] = {"language": Language(locale), "source": Language(SOURCE)}
            facts = languages | {"code": locale, "count": str(len(left))}
            yield Problem(place, rule, tuple(facts.items()), "warning")
