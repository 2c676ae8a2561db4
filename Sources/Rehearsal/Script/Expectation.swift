import CallFlow
import Chronology
import Tones
import Wording

/// Something that a script says must, or must not, happen.
public struct Expectation: Sendable {
  public enum Manner: String, Sendable {
    /// It happens; other happenings may lie before it.
    case some = ""
    /// Nothing of the same sort lies before it.
    case next
    /// It does not happen up to the next act, or for `within`.
    case no
    /// It does not happen to the end of the call.
    case never
  }
  public enum Text: Sendable {
    case equals(String)
    case contains(String)
    /// A pattern in which `*` stands for any characters and `?` for one.
    case matches(String)
    /// A declared prompt.
    case prompt(String)
  }
  public struct Level: Sendable, Equatable {
    public var skill: String
    public var level: Int
  }
  public enum TransferEnd: String, Sendable, CaseIterable {
    case answered, ended, busy, refused
    case noAnswer = "no-answer"
  }
  public enum Body: Sendable {
    case say(Text, language: String?, form: Form?)
    case states([String])
    case event(String, count: Int?)
    case cut
    /// At least that share of the prompt was heard when it ended.
    case heard(String, percent: Double?)
    case key(Key)
    case queue(String, position: Int?, needs: [Level], prefers: [Level])
    case connected(String)
    /// The caller is sent to that number; and what became of it.
    case transfer(String)
    case transferEnd(TransferEnd)
    case callBack(String)
    /// A message is kept in that queue's mailbox; in whichever.
    case message(String?)
    case lookup(String, rows: Int?)
    case variable(String, Value)
    case hangUp(by: String?)
    case log([Field])
    case table(String, [Field])
    case silence(Duration)
    case error(String?)
    /// No warning in the whole call.
    case quiet
  }
  /// `waited=4s..6s`.
  public struct Field: Sendable {
    public enum Datum: Sendable, Equatable {
      case value(Value)
      /// A word or a string.
      case text(String)
    }
    public var name: String
    public var lower: Datum
    /// Nil when one value is asked for.
    public var upper: Datum?
  }
  public var manner = Manner.some
  public var body: Body
  /// Nil for 30 s, and for `no`, which then holds to the next act.
  public var within: Duration?
  public var at: ScriptMoment?
  /// As written, for reports.
  public var text: String
}
