import Rehearsal
import Testing

@Suite struct `Self-service` {
  @Test func `a slot is taken once, and the next caller is not offered it`() {
    passes(
      """
      table slots (id number key, at text, taken text)
      flow main {
        lookup next { from slots where taken == none; order id; as slot; found -> offer; missing -> none_left }
        menu offer { say "At {slot.at}, press 1."; key 1 -> take }
        do take {
          save slots (taken = caller.number) where id == slot.id and taken == none else { say "Just gone."; -> next }
          say "It is yours."
          hangup
        }
        do none_left { say "Nothing is free."; hangup }
      }
      """,
      """
      data slots { (id = 1, at = "nine"); (id = 2, at = "ten") }
      caller 111 dials 1
      expect say "At nine, press 1."
      press 1
      expect say "It is yours."
      expect hangup by system
      caller 222 dials 1
      expect say "At ten, press 1."
      press 1
      expect hangup by system
      caller 333 dials 1
      expect say "Nothing is free."
      expect table slots has id=1 taken="111"
      expect no error
      """)
  }

  @Test func `two callers want the same slot at the same time`() {
    passes(
      """
      table slots (id number key, taken text)
      flow main {
        lookup next { from slots where taken == none; order id; as slot; found -> offer; missing -> none_left }
        menu offer { say "Slot {slot.id}."; key 1 -> take }
        do take {
          save slots (taken = caller.number) where id == slot.id and taken == none else { say "Just gone."; -> next }
          say "Yours."
          hangup
        }
        do none_left { say "Nothing is free."; hangup }
      }
      """,
      """
      data slots { (id = 1); (id = 2) }
      caller a {
        caller 111 dials 1
        expect say "Slot 1."
        wait 2s
        press 1
        expect say "Yours."
        expect hangup by system
      }
      caller b {
        caller 222 dials 1
        expect say "Slot 1."
        wait 5s
        press 1
        expect say "Just gone."
        expect say "Slot 2."
        press 1
        expect say "Yours."
        expect hangup by system
      }
      """)
  }

  @Test func `a server is played by the script`() {
    let flow = """
      flow main {
        set number = "7"
        fetch find {
          get "https://shop.example/{number}"
          read status -> status
          found { if status == none -> nothing else { say "It is {status}."; hangup } }
          missing -> nothing
          timeout { say "Late."; hangup }
          error { say "Broken."; hangup }
        }
        do nothing { say "Nothing."; hangup }
      }
      """
    for (rule, said) in [
      ("with (status = \"sent\") after 3s", "It is sent."), ("fails missing", "Nothing."),
      ("fails timeout", "Late."), ("fails busy", "Broken."), ("fails shape", "Broken."),
    ] {
      passes(flow, "replace fetch find \(rule)\ncaller 1 dials 1\nexpect say \"\(said)\"\nexpect no error")
    }
    passes(flow, "caller 1 dials 1\nexpect say \"Broken.\"")
  }

  @Test func `an answer is found by its number, and the agent knows which one did not help`() {
    passes(
      """
      skill s
      queue q { need s }
      answers faq {
        topic fees { label "fees"; say "No fees."; number "901" }
        topic card { label "the card"; say "First."; step "Look."; step "Turn."; number "902" }
      }
      flow main {
        answer ask { from faq; solved { say "Good."; hangup }; unsolved -> person }
        route person { queue q; talked { hangup }; overflow { hangup } }
      }
      """,
      """
      agent kim skills s 1 ready
      caller 1 dials 1
      press 902
      expect say "First."
      press 2
      expect say "Turn."
      press 2
      agent kim answers after 1s
      expect connected kim
      expect log topic="card (902), step 2"
      agent kim hangs up after 5s
      expect hangup by system
      """)
  }

  @Test func `what is asked most comes first`() {
    passes(
      """
      answers faq {
        topic fees { label "fees"; say "No fees." }
        topic card { label "card"; say "A card." }
      }
      flow main { answer ask { from faq; order most-asked; solved { hangup }; unsolved { hangup } } }
      """,
      """
      caller 1 dials 1
      expect say contains "fees 1"
      press 2
      expect say "A card."
      press 1
      expect hangup by system
      caller 2 dials 1
      expect say contains "card 1"
      press 1
      expect say "A card."
      press 1
      expect log outcome=self-served
      """)
  }

  @Test func `a survey after a talk`() {
    passes(
      """
      skill s
      queue q { need s }
      table results (score number, again flag)
      flow main {
        route person { queue q; talked -> rate; overflow { hangup } }
        survey rate { ask score 1-5 "How was it?"; save results (score = score); done { say "Thanks."; hangup } }
      }
      """,
      """
      agent kim skills s 1 ready
      caller 1 dials 1
      agent kim answers after 1s
      agent kim hangs up after 5s
      expect say "How was it?" within 1m
      press 4
      expect say "Thanks."
      expect table results has score=4
      expect log outcome=agent
      """)
  }
}
