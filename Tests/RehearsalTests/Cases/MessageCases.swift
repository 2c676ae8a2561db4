import Testing

@Suite struct `A message` {
  private func flow(_ lines: String, _ more: String = "") -> String {
    """
    queue billing { no-agents 0s }
    prompt speak { visit 1 en "Speak after the tone."; visit 1 ko "말씀하십시오."
                   visit 2 en "Please speak."; visit 2 ko "말씀하십시오." }
    flow main {
      record take into file { say speak; \(lines); done -> after }
      do after {
        if file == none or length == none { say "Nothing."; -> bye }
        say "Kept {length as duration}."
        -> bye
      }
      do other { say "Elsewhere."; -> bye }
      do bye { hangup }
      \(more)
    }
    """
  }

  @Test func `begins with a tone and ends with its key`() {
    passes(
      flow("deliver billing"),
      """
      caller 1 dials 1
      expect say "Speak after the tone."
      say "My number is five five five." for 5s
      press #
      expect message billing
      expect say "Kept 5 seconds."
      expect hangup by system
      expect log outcome=message
      """)
  }

  @Test func `ends by silence behind it, or when it is as long as may be`() {
    passes(
      flow("silence 3s; max 20s; deliver billing"),
      """
      caller 1 dials 1
      say "Hello." for 4s
      expect message within 3s
      expect say "Kept 7 seconds."
      caller 2 dials 1
      say "Hello." for 60s
      expect say "Kept 20 seconds."
      """)
  }

  @Test func `is asked for again when nothing was said, and at last no more`() {
    passes(
      flow("timeout 4s; deliver billing"),
      """
      caller 1 dials 1
      expect say "Speak after the tone."
      expect event no-input 1
      expect say "Please speak."
      expect event no-input 2
      expect event no-input 3
      expect say "Nothing."
      expect hangup by system
      expect log outcome=finished
      """)
  }

  @Test func `that is too short is none`() {
    passes(
      flow("min 3s; deliver billing"),
      """
      caller 1 dials 1
      say "Oh." for 1s
      press #
      expect event no-input 1
      say "Now then." for 4s
      press #
      expect say "Kept 4 seconds."
      """)
  }

  @Test func `is kept when the caller hangs up in the middle of it, or while it is looked at`() {
    passes(
      flow(
        "review; deliver billing; on hangup { if length != none { log \"gone with {length as duration}\" } }"),
      """
      caller 1 dials 1
      say "Hello." for 4s
      wait 1s
      hang up
      expect message billing
      expect hangup by caller
      expect log outcome=message
      caller 2 dials 1
      say "Hello." for 4s
      press #
      expect say contains "To hear your message"
      hang up
      expect message billing
      expect log outcome=message
      """)
  }

  @Test func `is dropped when the caller hangs up having said nothing`() {
    passes(
      flow("deliver billing"),
      """
      caller 1 dials 1
      expect say speak
      wait 4s
      hang up
      expect no message
      expect hangup by caller
      expect log outcome=hung-up
      """)
  }

  @Test func `can be heard, said again, kept or thrown away`() {
    passes(
      flow("review; deliver billing"),
      """
      caller 1 dials 1
      say "First." for 4s
      press #
      expect say contains "To hear your message press 1"
      press 1
      wait 4s
      expect say contains "To hear your message press 1"
      press 2
      expect say "Please speak."
      say "Second." for 6s
      press #
      press 3
      expect say "Kept 6 seconds."
      caller 2 dials 1
      say "Third." for 4s
      press #
      press 4
      expect say "Nothing."
      expect log outcome=finished
      caller 3 dials 1
      say "Fourth." for 4s
      press #
      expect message billing within 60s
      expect say "Kept 4 seconds."
      """)
  }

  @Test func `has keys of its own, during the prompt and while it is spoken`() {
    passes(
      flow("deliver billing; key 0 -> other"),
      """
      caller 1 dials 1
      press 0 while saying
      expect say "Elsewhere."
      caller 2 dials 1
      say "Well." for 3s
      press 0
      expect say "Elsewhere."
      expect no message
      expect log outcome=finished
      """)
  }

  @Test func `skips its prompt by a key, but never its tone`() {
    passes(
      flow("deliver billing"),
      """
      caller 1 dials 1
      press # while saying
      expect cut
      say "Hello." for 4s
      press #
      expect say "Kept 4 seconds."
      """)
  }

  @Test func `goes the way that the flow names when nothing can be kept, and nobody speaks for nothing`() {
    passes(
      flow("deliver billing; failed -> other"),
      """
      replace recording fails
      caller 1 dials 1
      expect never message
      expect say "Elsewhere."
      expect hangup by system
      """)
    passes(
      flow("deliver billing; on error.record -> other"),
      """
      replace recording fails
      caller 1 dials 1
      expect error record
      expect say "Elsewhere."
      """)
  }

  @Test func `is where callers end who press nothing, when no agent can be reached`() {
    passes(
      """
      queue billing { no-agents 0s }
      flow main {
        menu first { say "Press 1."; timeout 3s; key 1 -> bye }
        record take { say "Speak."; deliver billing; done -> bye }
        do bye { hangup }
      }
      """,
      """
      caller 1 dials 1
      expect state take within 60s
      say "Hello." for 4s
      press #
      expect message billing
      """)
  }
}
