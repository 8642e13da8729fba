"""Words that cannot be what a question asks for."""

import pytest

from index.records import Span
from service.questions.understand import understand
from service.reading.features.unfit_words import unfitness


@pytest.mark.parametrize(
    ("question", "text", "marked"),
    [
        ("How many people live in Swindle?", "The voters of Swindle have decided.", "voters"),
        ("How much does the concrete cost?", "They drilled down to 3,140 meters.", "3,140 meters"),
        ("How old is Tomás Ruiz?", "It will cost $3.4 million over four years.", "$3.4 million"),
        ("How old are the skiers?", "A guide, 38-year-old Bo Lind, found them.", "38-year-old"),
        ("How old is Ann Lee?", "The 38-year-old guide Bo Lind found Lee.", "38-year-old"),
        ("How old was Ann Lee in May?", "Bo Lind, 38, found Lee.", "38"),
        ("Who were the anglers?", "Water swept three anglers to their deaths.", "to their deaths"),
        ("How old is Ann Lee?", "Fifteen years after the fire, Ann Lee spoke.", "Fifteen years"),
        ("How old is Ann Lee?", "The gift is seven figures, Ann Lee said.", "seven figures"),
        ("How much does the newt weigh?", "The newt grows to 3 feet.", "3 feet"),
        ("Why did she leave?", "She left just weeks after he came.", "he came"),
        ("Why did she leave?", "She left rather than sign it.", "sign it"),
        ("How far is the road?", "It has been closed for 30 days.", "30 days"),
        ("How long was the road closed?", "It closed at 6.30 a.m. in snow.", "6.30 a.m."),
        ("How long was the road closed?", "It closed in snow on March 3.", "March 3"),
        ("What time does it open?", "It opens on Monday.", "on Monday"),
        ("What share agreed?", "The council voted 7-4 for it.", "7-4"),
        ("How many came?", "They came at 7:30 p.m.", "7:30 p.m."),
        ("How many died?", "Category 5 Hurricane Dorian killed dozens.", "5"),
        ("How many engines failed?", "Flight 370 lost its engines.", "370"),
        ("Who won?", "The prize is $3 million.", "$3 million"),
        ("How many died?", "It killed 12 people and injured 30.", "30"),
        ("How many were hurt?", "It killed 12 people and injured 30.", "12"),
        ("How many people died?", "The 900 people who were displaced have tents.", "900"),
        ("How many were killed?", "Rescuers pulled two men out alive.", "two"),
        ("How many died?", "Three of the 12 injured died.", "12"),
        ("How many people did the storm kill?", "It injured 30.", "30"),
        ("How many people live in Arden?", "In Arden 14 people died.", "14"),
        ("Why did the lights go out?", "A pole fell, leaving the town dark.", "leaving the town"),
        ("What is the bakery called?", "She bought a roll on the way.", "roll"),
        ("How many people work for Amber?", "Amber, which has 610,000 customers, paid.", "610,000"),
        ("How many people live in Arden?", "Amber of Arden employs 240 people.", "240"),
        ("How many eagles live in Arden?", "In Arden 61 eagles were hurt.", "61"),
        ("What is the driver's name?", "The driver, a 46-year-old man, fled.", "a 46-year-old man"),
        ("What is the driver's name?", "A 46-year-old man fled.", "A 46-year-old man"),
        ("What's the name of the driver?", "The driver, a 46-year-old man, fled.", "fled"),
    ],
)
def test_words_of_another_type_are_unfit(question: str, text: str, marked: str) -> None:
    assert _is_unfit(question, text, marked)


@pytest.mark.parametrize(
    ("question", "text", "marked"),
    [
        ("How many were hurt?", "Nobody was hurt.", "Nobody"),
        ("How many died?", "It killed 12 people and injured 30.", "12"),
        ("How many were hurt?", "It killed 12 people and injured 30.", "30"),
        ("How many died?", "Three of the 12 injured died.", "Three"),
        ("How many were killed or injured?", "In all, 40 were injured.", "40"),
        ("How many were missing?", "Two bodies were found.", "Two"),
        (
            "How many cots were sent back to the shops this week because of reports of injuries?",
            "They recalled 900 cots after a death.",
            "900",
        ),
        ("Since her death, how many films were made?", "She had injured 3 stuntmen.", "3"),
        ("Why was she fined?", "She was fined for leaving the town.", "leaving the town"),
        ("How many were hurt?", "Dozens were hurt.", "Dozens"),
        ("How many were hurt?", "Eleven were hurt.", "Eleven"),
        ("How old is Cornelius Batt?", "Batt, who is 68, has tonged since 1974.", "68"),
        ("How old is King Charles?", "Charles, 73, waved.", "73"),
        ("How much does the newt weigh?", "The newt weighs 3 ounces.", "3 ounces"),
        ("How heavy is the newt?", "The newt is 3 kg.", "3 kg"),
        ("Why did she leave?", "She left after he came.", "he came"),
        ("Who paid?", "It went to Ann Lee.", "to Ann Lee"),
        ("Who paid?", "The anglers paid.", "anglers"),
        ("How old is Ann Lee?", "The 38-year-old guide Ann Lee found Bo Lind, 40.", "38-year-old"),
        ("How old are the skiers?", "The 20-year-old skiers met Bo Lind.", "20-year-old"),
        ("How old is the man who met Ann Lee?", "She met Bo Lind, 38, there.", "38"),
        ("How much does it cost?", "It costs $310 a cubic meter.", "$310 a cubic meter"),
        ("How long was the road closed?", "It closed for six weeks.", "six weeks"),
        ("What share agreed?", "Of them, 45 per cent agreed.", "45 per cent"),
        ("Who won?", "Nora Quill won.", "Nora Quill"),
        ("How tall is he?", "He stands 6'2\" there.", "6'2"),
        ("How far is it?", "It is 21 miles from the volcano.", "21 miles"),
        ("What is the boat called?", "Her boat, the Second Helping, is old.", "Second Helping"),
        ("What is the dish called?", "They call it “pan con nada”.", "“pan con nada”"),
        ("When will it reopen?", "It reopens once the hangers are in.", "once the hangers are in"),
        ("How many people live in Arden?", "The 430 people of Arden met.", "430"),
        ("How many people live in Arden?", "Arden has a population of 430.", "430"),
        ("How many people does Amber employ?", "Amber of Arden employs 240 people.", "240"),
        ("How many people work in Arden?", "It has 240 jobs, 60 of them in Arden.", "60"),
        ("How many people came to work?", "Of them, 60 came.", "60"),
        ("What is the boat called?", "Her boat is called 49.", "49"),
        ("What worries him?", "What worries him is the water.", "the water"),
    ],
)
def test_words_that_may_answer_are_not(question: str, text: str, marked: str) -> None:
    assert not _is_unfit(question, text, marked)


def _is_unfit(question: str, text: str, marked: str) -> float:
    start = text.index(marked)
    return unfitness(understand(question), text, Span(start, start + len(marked)))
