"""The request log: append-only, and who is to be reminded when."""

from datetime import date

import pytest
from chain_frames import body
from click.testing import CliRunner

from greening import locale
from greening.collecting import asking, request_log, requests
from greening.collecting.request_log import ASKED, EXTENDED, RECEIVED, REMINDED, Event
from greening.errors import CallError
from pipeline import main as pipeline

#: Due on 31 March 2025; reminders on 17 and 31 March, 7 and 21 April; escalation from 30 April.
ASK = Event("ONE", "2025-01-15", ASKED, due="2025-03-31")


@pytest.fixture
def data(tmp_path):
    body(tmp_path, 2023, "ONE")
    return str(tmp_path)


def standing(data, today, *events):
    if events:
        request_log.append(data, 2024, events)
    return requests.standings(2024, data, date.fromisoformat(today), ["ONE"])[0]


def test_who_handed_in_last_year_is_to_be_asked(data):
    found = standing(data, "2025-01-10")
    assert (found.state, found.action, found.due) == ("not asked", "ask", date(2025, 3, 31))


@pytest.mark.parametrize(
    ("today", "reminded", "state", "action", "step"),
    [
        ("2025-03-16", [], "waiting", "", "wait; reminder 1 on 2025-03-17"),
        ("2025-03-17", [], "waiting", "remind", "send reminder 1 (planned for 2025-03-17)"),
        ("2025-03-18", ["2025-03-17"], "waiting", "", "wait; reminder 2 on 2025-03-31"),
        ("2025-03-31", ["2025-03-17"], "waiting", "remind", "send reminder 2 (planned for 2025-03-31)"),
        ("2025-04-01", ["2025-03-17"], "late", "remind", "send reminder 2 (planned for 2025-03-31)"),
        # One reminder answers for all that were missed before it.
        ("2025-04-10", ["2025-04-08"], "late", "", "wait; reminder 2 on 2025-04-21"),
        ("2025-04-22", ["2025-04-21"], "late", "", "wait; the head of administration from 2025-04-30"),
        ("2025-04-30", ["2025-04-21"], "late", "escalate", "reminders have had no answer: write to the head of administration"),
        ("2025-05-30", [], "late", "remind", "send reminder 1 (planned for 2025-04-21)"),
    ],
)
def test_what_is_to_be_done_when(data, today, reminded, state, action, step):
    found = standing(data, today, ASK, *(Event("ONE", day, REMINDED) for day in reminded))
    assert (found.state, found.action, found.next_step) == (state, action, step)
    assert found.reminders == len(reminded)


def test_nobody_is_said_to_have_left_reminders_unanswered_that_were_never_sent(data):
    found = standing(data, "2025-06-01", Event("ONE", "2025-06-01", ASKED, due="2025-03-31"))
    assert (found.action, found.next_step) == ("escalate", "too late to remind: write to the head of administration")


def test_more_time_moves_the_day_and_starts_the_reminders_anew(data):
    found = standing(data, "2025-04-05", ASK, Event("ONE", "2025-03-17", REMINDED), Event("ONE", "2025-04-02", EXTENDED, due="2025-05-31"))
    assert (found.state, found.due, found.next_step) == ("waiting", date(2025, 5, 31), "wait; reminder 2 on 2025-05-17")


def test_who_was_asked_after_a_planned_reminder_is_not_reminded_of_it(data):
    late = Event("ONE", "2025-03-20", ASKED, due="2025-03-31")
    assert standing(data, "2025-03-21", late).next_step == "wait; reminder 1 on 2025-03-31"


def test_who_handed_in_is_done_until_asked_again(data):
    received = Event("ONE", "2025-03-01", RECEIVED)
    assert standing(data, "2025-06-01", ASK, received).state == "received"
    assert standing(data, "2025-06-01", Event("ONE", "2025-05-30", ASKED, due="2025-06-30")).state == "waiting"


def test_what_happens_later_does_not_count_yet(data):
    assert standing(data, "2025-02-01", ASK, Event("ONE", "2025-03-01", RECEIVED)).state == "waiting"


def test_files_without_a_receipt_count_as_handed_in_and_are_told(data, tmp_path):
    body(tmp_path, 2024, "ONE")
    found = standing(data, "2025-04-01", ASK)
    assert (found.state, found.next_step) == ("received", "its files have no receipt: write one with `receive`")


def test_settings_of_one_s_own(data, tmp_path):
    (tmp_path / "requests").mkdir()
    (tmp_path / "requests" / "settings.yml").write_text("due: 02-29\nreminders: [7, -7]\nescalate: 10\nescalate_to: Controller\n")
    rules = requests.settings(data)
    assert rules == requests.Settings("02-29", (-7, 7), 10, "Controller")
    assert requests.due_day(2023, rules) == date(2024, 2, 29)
    assert requests.due_day(2024, rules) == date(2025, 2, 28)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("due: 13-40", "due, which is a month and a day"),
        ("dew: 03-31", "dew is no setting. Did you mean due?"),
        ("reminders: [soon]", "holds soon, which is no number of days"),
        ("reminders: 7", "reminders must be a list"),
        ("[", "is broken"),
        ("- a", "must hold names"),
    ],
)
def test_a_setting_that_cannot_be_is_a_wrong_call(data, tmp_path, text, told):
    (tmp_path / "requests").mkdir()
    (tmp_path / "requests" / "settings.yml").write_text(text)
    with pytest.raises(CallError) as error:
        requests.settings(data)
    assert told in str(error.value)


def test_the_log_grows_and_what_is_there_stays_to_the_byte(data):
    request_log.append(data, 2024, [ASK])
    place = request_log.place(data, 2024)
    before = place.read_bytes().rstrip(b"\n")
    place.write_bytes(before)
    request_log.append(data, 2024, [Event("TWO", "2025-01-16", ASKED, note='with "signs", and more')])
    assert place.read_bytes().startswith(before + b"\n")
    assert [event.organization for event in request_log.read(data, 2024)] == ["ONE", "TWO"]
    assert request_log.read(data, 2024)[1].note == 'with "signs", and more'


def test_a_log_saved_by_a_spreadsheet_is_read_and_grows_in_its_own_way(data):
    place = request_log.place(data, 2024)
    place.parent.mkdir()
    place.write_bytes("date;organization;event;role;due;note\r\n2025-01-15;ONE;asked;Chef;2025-03-31;Zürich\r\n".encode("cp1252"))
    request_log.append(data, 2024, [Event("ONE", "2025-03-17", REMINDED)])
    found = request_log.read(data, 2024)
    assert [(event.organization, event.event, event.note) for event in found] == [("ONE", "asked", "Zürich"), ("ONE", "reminded", "")]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("organization,date\nONE,2025-01-01\n", "has no column event, role, due, note"),
        ("organization,date,event,role,due,note\nONE,2025-01-01,phoned,,,\n", "2024.csv:2: event is phoned; it must be one of asked"),
        ("organization,date,event,role,due,note\nONE,1 May,asked,,,\n", "2024.csv:2: date is 1 May"),
        ("organization,date,event,role,due,note\nONE,2025-01-01,asked,,soon,\n", "2024.csv:2: due is soon"),
    ],
)
def test_a_log_that_cannot_be_read_names_the_line_and_does_not_grow(data, text, told):
    place = request_log.place(data, 2024)
    place.parent.mkdir()
    place.write_text(text)
    with pytest.raises(CallError) as error:
        request_log.append(data, 2024, [ASK])
    assert told in str(error.value)
    assert place.read_text() == text


def ask(data, **options):
    given = {"organizations": (), "is_all": False, "year": 2024, "data": data, "day": "2025-01-15", "due": "", "role": "", "note": ""}
    return asking.ask(**given | options)


def test_asking_all_asks_each_once(data, tmp_path):
    body(tmp_path, 2023, "TWO")
    assert ask(data, is_all=True) == "ONE, TWO: asked on 2025-01-15, due 2025-03-31"
    assert ask(data, is_all=True) == "nobody is left to ask"


def test_what_may_be_a_slip_is_said_of_whoever_is_asked(data):
    told = ask(data, organizations=("ONNE", "ONE", "UNEP"), due="2025-01-14").split("\n")
    assert told[0] == "ONNE, ONE, UNEP: asked on 2025-01-15, due 2025-01-14"
    assert told[1].startswith("2025-01-14 is past, so whoever was asked is late already")
    assert told[2] == "New: ONNE, with no submission of 2023. If that is a slip, take the row out of the log requests/2024.csv."
    assert len(told) == 3


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({}, "say whom to ask with --organization CODE"),
        ({"is_all": True, "organizations": ("ONE",)}, "say whom to ask"),
        ({"organizations": ("../X",)}, "cannot be a code"),
        ({"is_all": True, "due": "soon"}, "--due is soon"),
        ({"is_all": True, "day": "yesterday"}, "--date is yesterday"),
    ],
)
def test_a_wrong_call_to_ask_names_what_to_say(data, options, told):
    with pytest.raises(CallError) as error:
        ask(data, **options)
    assert told in str(error.value)


def test_who_was_not_asked_or_has_handed_in_is_not_reminded(data):
    remind = {"is_all": False, "year": 2024, "data": data, "day": "2025-03-17", "role": "", "note": ""}
    with pytest.raises(CallError, match="was not asked for 2024 yet; first: requests ask"):
        asking.remind(["ONE"], **remind)
    request_log.append(data, 2024, [ASK, Event("ONE", "2025-03-01", RECEIVED)])
    with pytest.raises(CallError, match="has handed in for 2024"):
        asking.remind(["ONE"], **remind)


def test_more_time_ends_after_today(data):
    with pytest.raises(CallError, match="is not after 2025-03-17"):
        asking.extend(["ONE"], year=2024, data=data, day="2025-03-17", due="2025-03-17", role="", note="")


def call(data, *arguments):
    done = CliRunner().invoke(pipeline, ["requests", *arguments, "--data", data])
    assert done.exit_code == 0, done.output
    return done.output


def test_a_cycle_by_commands(data):
    assert "1 not asked; 1 to act on today" in call(data, "--year", "2024", "--date", "2025-01-15")
    assert "asked on 2025-01-15" in call(data, "ask", "--year", "2024", "--all", "--date", "2025-01-15", "--role", "Cycle coordinator")
    assert "ONE: reminded on 2025-03-17" in call(data, "remind", "--year", "2024", "--all", "--date", "2025-03-17")
    assert "ONE: reminded on 2025-03-17 already" in call(data, "remind", "--year", "2024", "--organization", "ONE", "--date", "2025-03-17")
    assert "nobody is to be reminded" in call(data, "remind", "--year", "2024", "--all", "--date", "2025-03-18")
    assert "ONE: time until 2025-05-31" in call(
        data, "extend", "--year", "2024", "--organization", "ONE", "--due", "2025-05-31", "--date", "2025-03-20"
    )
    assert "waiting  2025-05-31   -72          1  extended 2025-03-20" in call(data, "--year", "2024", "--date", "2025-03-20")
    assert "Nobody is expected for 1999" in call(data, "--year", "1999")


@pytest.mark.parametrize(("option", "value"), [("--data", "elsewhere"), ("--year", "2024"), ("--organization", "ONE"), ("--date", "2025-01-01")])
def test_an_option_before_the_command_is_refused_since_it_would_not_hold(option, value):
    done = CliRunner().invoke(pipeline, ["requests", option, value, "ask", "--year", "2024", "--all"])
    assert done.exit_code == 2
    assert f"Write {option} behind the command: requests ask" in done.output


def test_an_organization_that_nobody_expects_is_a_wrong_call(data):
    done = CliRunner().invoke(pipeline, ["requests", "--year", "2024", "--organization", "NOBODY", "--data", data])
    assert isinstance(done.exception, CallError)
    assert "there are: ONE" in str(done.exception)


@pytest.mark.parametrize("language", locale.languages())
@pytest.mark.parametrize(("today", "kind"), [("2025-01-10", "ask"), ("2025-04-01", "remind"), ("2025-07-01", "escalate")])
def test_letters_are_written_in_every_language_without_an_open_place(data, tmp_path, language, today, kind):
    (tmp_path / "requests").mkdir()
    (tmp_path / "requests" / "contacts.csv").write_text(f"organization,role,language\nONE,Focal point,{language}\n", encoding="utf-8")
    if kind != "ask":
        reminded = [Event("ONE", "2025-05-02", REMINDED)] if kind == "escalate" else []
        request_log.append(data, 2024, [ASK, *reminded])
    told = call(data, "letters", "--year", "2024", "--date", today)
    place = tmp_path / "mails" / "2024" / f"ONE_{kind}.txt"
    text = place.read_text(encoding="utf-8")
    assert str(place) in told
    assert "{" not in text
    assert "Invented body ONE" in text
    assert "2024" in text
    assert ("head of administration" if kind == "escalate" else "Focal point") in text
    assert ("ONE.xlsx" in text) == (kind != "escalate")


def test_who_is_asked_is_told_the_day_that_the_call_names(data, tmp_path):
    call(data, "letters", "--year", "2024", "--date", "2025-01-10", "--due", "2025-02-28")
    assert "28 February 2025" in (tmp_path / "mails" / "2024" / "ONE_ask.txt").read_text(encoding="utf-8")


def test_no_letter_is_due_to_who_waits(data):
    request_log.append(data, 2024, [ASK])
    assert call(data, "letters", "--year", "2024", "--date", "2025-02-01") == "No letter for 2024 is due today.\n"
