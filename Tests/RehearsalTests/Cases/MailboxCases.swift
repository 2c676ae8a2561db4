import Testing

@Suite struct `A mailbox by telephone` {
  private let flow = """
    queue billing { no-agents 0s }
    flow main {
      menu start { say "Yes?"; key 1 -> take; key 2 -> hear_them }
      record take { say "Speak."; deliver billing; done -> bye }
      mailbox hear_them { say "Messages of billing."; queue billing; pin 4-6; call -> ring; done -> over }
      do ring { say "Ringing {message_from as phone}."; -> hear_them }
      do over { say "Over."; -> bye }
      do bye { hangup }
    }
    """
  private let left = """
    at 2026-03-03 10:00 "Asia/Seoul"
    mailbox billing pin 4711
    caller 0212345678 dials 1
    press 1
    say "First." for 4s
    press #
    expect message billing
    caller withheld dials 1
    press 1
    say "Second." for 6s
    press #
    expect message billing

    """

  @Test func `asks for its PIN, which nobody sees, and plays what is new first`() {
    passes(
      flow,
      left + """
        caller 7 dials 1
        press 2
        expect say "Messages of billing."
        expect say "Enter the PIN of the mailbox, then hash."
        press 4711#
        expect say "You have 2 new messages."
        expect say "Message 1 of 2, from 02 1234 5678, today at 10 am."
        expect say contains "to call back 5"
        press 3
        expect say "Saved."
        expect say contains "Message 2 of 2, "
        expect say "To hear it again press 1, for the next 2, to save it 3, to delete it 4, to end press hash."
        press 4
        expect say "Deleted."
        expect say "There are no more messages."
        expect say "Over."
        caller 7 dials 1
        press 2
        press 4711#
        expect say "You have no new messages, and 1 old."
        press 1
        expect say contains "Message 1 of 1"
        press #
        expect say "Over."
        """)
  }

  @Test func `leaves a message new until it was played to its end, or a key went on from it`() {
    passes(
      flow,
      left + """
        caller 7 dials 1
        press 2
        press 4711#
        wait 1s
        hang up
        caller 7 dials 1
        press 2
        press 4711#
        expect say "You have 2 new messages."
        press 2
        expect next say contains "Message 2 of 2"
        wait 7s
        press 9
        expect say contains "To hear it again"
        press #
        expect say "Over."
        caller 7 dials 1
        press 2
        press 4711#
        expect say "You have 2 new messages."
        expect say contains "To hear it again"
        press 2
        expect next say contains "Message 2 of 2"
        wait 7s
        press 2
        expect say "There are no more messages."
        caller 7 dials 1
        press 2
        press 4711#
        expect say "You have no new messages, and 2 old."
        """)
  }

  @Test func `leads to whoever left a message, and back without the PIN`() {
    passes(
      flow,
      left + """
        caller 7 dials 1
        press 2
        press 4711#
        expect say contains "To hear it again"
        press 5
        expect say contains "Ringing 02"
        expect next say "Messages of billing."
        expect next say "You have 1 new message and 1 old."
        """)
  }

  @Test func `opens to nobody who has not the PIN`() {
    passes(
      flow,
      """
      mailbox billing pin 4711
      caller 7 dials 1
      press 2
      press 4712#
      expect say "That PIN is wrong."
      press 471#
      expect say "Enter the PIN of the mailbox, then hash."
      press 9999#
      expect say "That PIN is wrong."
      press 1234#
      expect say "That PIN is wrong. You cannot try again now."
      expect say "Over."
      caller 7 dials 1
      press 2
      press 4711#
      expect say "That PIN is wrong. You cannot try again now."
      """)
    passes(flow, "caller 7 dials 1\npress 2\npress 4711#\nexpect say contains \"That PIN is wrong\"")
  }
}

@Suite struct `A notice` {
  private let flow = """
    notice today { flow main; for 2h }
    dial 1 -> main
    dial 2 -> staff
    queue billing { no-agents 0s }
    flow main { menu start { say "Press 1."; key 1 { hangup } } }
    flow staff {
      menu what { say "1 puts it up, 2 takes it away."; key 1 -> take; key 2 -> drop }
      record take { say "Speak."; notice today for 30m; review; done -> bye }
      do drop { notice today off; -> bye }
      do bye { hangup }
    }
    """

  @Test func `is spoken by telephone, heard first and to its end, and expires`() {
    passes(
      flow,
      """
      at 2026-03-03 10:00 "Asia/Seoul"
      caller 1 dials 1
      expect next say "Press 1."
      caller 2 dials 2
      expect next say "1 puts it up, 2 takes it away."
      press 1
      say "We are closed today." for 5s
      press #
      press 3
      expect hangup by system
      caller 1 dials 1
      press 1
      expect next say today
      expect heard today
      expect hangup by system
      caller 1 dials 2
      expect next say "1 puts it up, 2 takes it away."
      hang up
      wait 31m
      caller 1 dials 1
      expect next say "Press 1."
      """)
  }

  @Test func `is taken away by telephone`() {
    passes(
      flow,
      """
      caller 2 dials 2
      press 1
      say "We are closed today." for 5s
      press #
      press 3
      expect hangup by system
      caller 1 dials 1
      expect next say today
      caller 2 dials 2
      press 2
      expect hangup by system
      caller 1 dials 1
      expect next say "Press 1."
      """)
  }
}
