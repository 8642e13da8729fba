"""Which questions ask for whoever is quoted with certain words."""

import pytest

from service.questions.kinds.who_said import who_said_topic

SAID = """\
Who said the treaty works?
Who said that the bridge would stay closed?
who says "the greatest gift that a president could have"?
Who said Obama should apply campaign message?
Who says things are going well?
who said so?
And who said that?
Who has said that climate models are uncertain?
Who else said the levy is too high?
Who first said the dam was unsafe?
Who publicly said the vote was stolen?
Who was it that said the siren never sounded?
Who is saying the plan will fail?
Who was quoted as saying the ferry is a lifeline?
Who told reporters that the talks had failed?
Who told CNN about the cover-up?
Who told the council that the pump was broken?
Who warned of the potential impact?
Who warned that the levee could fail?
Who warned the levee could fail?
Who warned residents about the smoke?
Who warned against opening the bridge early?
Who has warned that prices will rise?
Who claimed the soldiers had crossed into the area?
Who claims sheikh's followers are outlaws?
Who claims that public companies can also be part of civil disobedience?
Who claimed he was never told?
Who denied that the money was missing?
Who denies he's out of power-sharing discussions?
Who denied the company had known about the leak?
Who argued that the fee is unfair?
Who argued for a lower speed limit?
Who argued against the merger?
Who argues the budget will not balance?
Who insisted the talks were friendly?
Who insisted that nobody was hurt?
Who admitted that mistakes were made?
Who admitted they were wrong?
Who predicted the market would crash?
Who predicts that prices will fall?
Who promised that taxes would not rise?
Who promised to lower the rents?
Who vowed to fight the ruling?
Who pledged that no job would be lost?
Who suggested that imperialism was the "highest" form of capitalism?
Who suggested the vote was rigged?
Who proposed that innate intertial is the natural state of objects?
Who announced that she would not step down as party leader?
Who stated that John Jortin misunderstood Luther?
Who stated he wanted Israel to vanish?
Who confirmed that the road is open?
Who confirmed the road would stay shut?
Who explained why the ward closed?
Who explained that inertial reference frames equaled other frames?
Who complained about the noise?
Who complained that the trains are late?
Who commented on the ruling?
Who wrote that imperialism is the highest stage of capitalism?
Who wrote that it is difficult to define?
Who tweeted that the game was off?
Who believes the war can be won?
Who thinks the ban is a mistake?
Who feels the deal is unfair?
Who hopes the bridge will open by June?
Who called the plan a disgrace?
Who called Bishop "wacko?"
Who called it a historic day?
Who called the plan reckless?
Who called the ruling deeply unfair?
Who called him a liar?
Who called the strike “a gift to our rivals”?
Who called the tax the worst idea in years?
Who called for a boycott?
Who called for more government oversight into the IPCC?
Who described the plan as reckless?
Who described himself as an average guy?
Who described the talks as a breakthrough?
Who dismissed the report as nonsense?
Who praised the deal as a model for others?
Who condemned the attack as cowardly?
Who likened the tax to a robbery?
Who labelled the move as dangerous?
Who spoke out against the merger?
Who joked about the weather?
Who declared that the emergency was over?
Who acknowledged that the siren had failed?
Who boasted about the profits?
Who reported that the reactor was leaking?
who said pole-dancing pictures were part of radio station promotion
""".splitlines()
DID = """\
Who wrote the Declaration of Independence?
Who wrote "The Hidden Prosperity of the Poor"?
who wrote a letter
Who wrote the e-mail warning that operators would not find the siren panel?
Who wrote the book that was banned in Ohio?
Who wrote Freakonomics and is also an anthropologist?
Who wrote about the great pestilence in 1893?
Who wrote the song?
Who owns the shipyard?
Who founded the company?
Who is the mayor of Port Ellery?
Who is Margit Sorensen?
Who leads the union?
Who won the Sound Cup?
Who was arrested?
Who died below Dunmore Dam?
Who called off the match?
Who called the match off?
Who called the police?
Who called the fire department?
Who called the ambulance?
Who called in several tips?
Who called into question the legitimacy of Arroyo's win?
Who called the father?
Who called 911?
Who called for help?
Who called for an ambulance?
Who called the meeting?
Who called an early election?
Who called him yesterday?
Who called her from the hospital?
Who called up the reserves?
Who called out the national guard?
Who called the emergency meeting?
Who called a strike at the port?
Who called the vote?
Who asked for the vote?
Who asked the question?
Who asked the judge to step down?
Who asked for the recount?
Who promised?
Who announced the game play-by-play for Super Bowl 50?
Who announced the budget?
Who announced the merger on Tuesday?
Who announced his retirement?
Who claimed responsibility for the attack?
Who claimed gold in men's 1,500m?
Who claimed the title?
Who claimed victory in the election?
Who claims the reward?
Who confirmed Watt's discovery of latent heat?
Who confirmed the nomination?
Who confirmed the appointment of the judge?
Who proposed the law?
Who proposed the theory of relativity?
Who proposed to her on the bridge?
Who proposed the amendment that was rejected?
Who suggested the name of Tymnet?
Who suggested the route?
Who described a steam turbine in 1629?
Who described Kublai's China to Europe?
Who first described the disease?
Who predicted the existence of many other planets?
Who denied the permit?
Who denied the request for bail?
Who denied entry to the ship?
Who declared war on Japan?
Who declared a state of emergency?
Who declared bankruptcy?
Who declared independence in 1991?
Who was admitted to hospital?
Who admitted the patient?
Who told police to check the area five months ago?
Who told him to leave?
Who told the driver to stop?
Who urged Carlos Tevez to quit Manchester Utd?
Who demanded a ransom?
Who threatened the judge?
Who accused of orchestrating attacks?
Who has been accused of fraud?
Who was blamed for the crash?
Who thanked the volunteers?
Who explained the rules?
Who stated a change of the length of the Rhine?
Who mentioned the book?
Who said goodbye to the team?
Who says grace?
Who was told to leave?
Who was called to testify?
Who was called as a witness?
Who is called the father of the atomic bomb?
Who was described in the report?
Who was warned?
Who warned the police?
Who warned the crew?
Who argued the case before the Supreme Court?
Who argued with the referee?
Who answered the phone?
Who replied to the letter?
Who criticised Obama?
Who praised the deal?
Who rejected the offer?
Who pledged 5 million dollars?
Who vowed revenge?
Who reported the theft?
Who reported the accident to police?
Who noted the number of the car?
Who thought of the idea?
Who thought up the scheme?
Who believes in ghosts?
Who feared for their lives?
Who directed the film?
Who plays James Bond?
Who invented the telephone?
Who discovered penicillin?
Who signed the treaty?
Who designed the bridge?
Who built the dam?
Who runs the ferry?
Who paid for the repairs?
Who voted against the bill?
Who took the photo of the Gannet Bridge?
Who scored the winning goal?
Who replaced Boris Johnson?
Who will succeed the chancellor?
Who was the first woman to lead the bank?
Who made the complaint?
Who gave the speech?
Who wrote the speech that she read?
Who wrote the report which says the dam is unsafe?
""".splitlines()


@pytest.mark.parametrize("question", SAID)
def test_verbs_of_saying_with_what_was_said_ask_for_whoever_is_quoted(question: str) -> None:
    assert who_said_topic(question)


@pytest.mark.parametrize("question", DID)
def test_other_questions_ask_who_did_it(question: str) -> None:
    assert who_said_topic(question) is None


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("Who said the treaty works?", "the treaty works"),
        ("Who warned of the potential impact?", "the potential impact"),
        ("Who told reporters that the talks had failed?", "the talks had failed"),
        ("Who called the plan a disgrace?", "the plan a disgrace"),
        ("Who was quoted as saying “it is over”?", "it is over"),
    ],
)
def test_the_topic_is_what_was_said(question: str, topic: str) -> None:
    assert who_said_topic(question) == topic
