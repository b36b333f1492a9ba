"""What the doctor asks of what people edit: suites, waivers and catalogues."""

from collections.abc import Callable, Mapping

from greening import locale, waiver_file
from greening.collecting.doctor import Answer, Asked, fault, few, look_at, well
from greening.errors import CatalogueError


def _suites(asked: Asked) -> Answer:
    # Where it is done: what knows the columns of every table loads pandas.
    from greening import suites

    folder = suites.read(asked.expectations)
    found = [one for file, content in folder.contents.items() for one in suites.file_faults(file, content, by_rule=True)]
    faults = [*folder.told([*folder.faults, *found]), *waiver_file.faults(asked.expectations, asked.data)]
    if faults:
        return fault(f"not sound: {few(faults, 1)}", "python pipeline.py expectations check lists all")
    return well("every suite is sound, and so are the waivers")


def _waivers(asked: Asked) -> Answer:
    past = waiver_file.past(asked.expectations, asked.today)
    if not past:
        return well("no waiver has expired")
    named = few([f"{waiver.organization} {waiver.rule} (expired {waiver.expires_on.isoformat()})" for waiver in past])
    return look_at(f"expired: {named}", f"have it decided anew, or take the line out of {asked.expectations}/waivers.csv")


def _catalogues(_: Asked) -> Answer:
    faults: list[str] = []
    languages = locale.languages()
    english = locale.catalogue(locale.SOURCE)
    for language in languages:
        try:
            words = locale.catalogue(language)
        except CatalogueError as error:
            faults.append(str(error))
            continue
        if lacks := sorted(english.messages.keys() - words.messages.keys()):
            faults.append(f"{language} lacks {few(lacks)}")
    if faults:
        return fault(few(faults), "add them in greening/locales, or take back the change; python -m scripts.catalogues check lists all")
    return well(f"{len(languages)} languages say everything: {', '.join(languages)}")


#: The checks in order, by the name that stands in the table.
CHECKS: Mapping[str, Callable[[Asked], Answer]] = {"suites": _suites, "waivers": _waivers, "catalogues": _catalogues}
