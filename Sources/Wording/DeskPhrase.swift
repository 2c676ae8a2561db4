/// What the line of an agent says by itself.
public enum DeskPhrase: Hashable, Sendable {
  case askNumber, askPIN, wrong, waitThirtySeconds
  case ready, paused, wrapUp, notAnswering, loggedOut, missed, takenBack
  /// An offered call: queue, the caller's language by its tag, and what is known of the call.
  case offer(queue: String, language: String, notes: [String])
  case consultation(agent: String)
  /// For the code that a talk is filed under; that it is.
  case askCode, disposed
  case askTarget, held, resumed, asking, consulting
  case recordingOn, recordingOff, secretBegan, secretDone, secretFailed, supervisorAsked
  case listening, whispering, joined, monitoringOver
  case noSuchNumber, agentNotFree, notNow, notHere, busyElsewhere
  /// Said to the caller.
  case recordingNotice
  /// The name of something that a key does, as a flow writes it: `log-out`.
  case act(String)

  /// Those without values: worth being spoken before they are needed.
  public static let fixed: [DeskPhrase] = [
    .askNumber, .askPIN, .wrong, .waitThirtySeconds, .ready, .paused, .wrapUp, .notAnswering, .loggedOut,
    .missed, .takenBack, .askTarget, .held, .resumed, .asking, .consulting, .recordingOn, .recordingOff,
    .secretBegan, .secretDone, .secretFailed, .supervisorAsked, .listening, .whispering, .joined,
    .monitoringOver, .noSuchNumber, .agentNotFree, .notNow, .notHere, .busyElsewhere, .recordingNotice,
    .askCode, .disposed,
  ]

  var korean: String {
    switch self {
    case .askNumber: "상담원 번호를 누르고 우물정자를 눌러 주십시오."
    case .askPIN: "비밀번호를 누르고 우물정자를 눌러 주십시오."
    case .wrong: "번호나 비밀번호가 맞지 않습니다."
    case .waitThirtySeconds: "세 번 틀리셨습니다. 삼십 초 후에 다시 시도하실 수 있습니다."
    case .ready: "대기 중입니다."
    case .paused: "쉬는 중입니다."
    case .wrapUp: "후처리 시간입니다."
    case .notAnswering: "받지 않은 전화가 있어 배분이 멈췄습니다. 다시 받으시려면 일번을 눌러 주십시오."
    case .loggedOut: "로그아웃되었습니다."
    case .missed: "전화를 받지 않으셨습니다."
    case .takenBack: "전화가 끊어졌습니다."
    case .offer(let queue, let language, let notes):
      ([queue, DeskPhrase.koreanName(of: language)] + notes).joined(separator: ", ") + "."
    case .consultation(let agent): "\(agent) 상담원의 협의 요청입니다."
    case .askTarget: "받을 번호를 누르고 우물정자를 눌러 주십시오."
    case .askCode: "처리 코드를 누르고 우물정자를 눌러 주십시오."
    case .disposed: "처리 코드를 저장했습니다."
    case .held: "보류했습니다."
    case .resumed: "고객과 연결되었습니다."
    case .asking: "연결하고 있습니다."
    case .consulting: "연결되었습니다."
    case .recordingOn: "녹음을 시작합니다."
    case .recordingOff: "녹음을 마쳤습니다."
    case .secretBegan: "고객이 입력하고 있습니다."
    case .secretDone: "입력이 끝났습니다."
    case .secretFailed: "입력하지 못했습니다."
    case .supervisorAsked: "관리자를 불렀습니다."
    case .listening: "듣고 있습니다."
    case .whispering: "상담원에게만 들립니다."
    case .joined: "모두에게 들립니다."
    case .monitoringOver: "청취를 마쳤습니다."
    case .noSuchNumber: "없는 번호입니다."
    case .agentNotFree: "지금 받을 수 없습니다."
    case .notNow: "지금은 할 수 없습니다."
    case .notHere: "사용할 수 없는 기능입니다."
    case .busyElsewhere: "다른 회선에서 통화 중이십니다."
    case .recordingNotice: "지금부터 통화가 녹음됩니다."
    case .act(let name): DeskPhrase.acts[name]?.korean ?? name
    }
  }

  var english: String {
    switch self {
    case .askNumber: "Enter your agent number, then hash."
    case .askPIN: "Enter your PIN, then hash."
    case .wrong: "Number or PIN is wrong."
    case .waitThirtySeconds: "Three wrong tries. You can try again in thirty seconds."
    case .ready: "You are ready."
    case .paused: "You are paused."
    case .wrapUp: "Wrap-up."
    case .notAnswering: "Calls were missed, so none are offered. Press one to be ready again."
    case .loggedOut: "You are logged out."
    case .missed: "The call was missed."
    case .takenBack: "The caller is gone."
    case .offer(let queue, let language, let notes):
      ([queue, DeskPhrase.englishName(of: language)] + notes).joined(separator: ", ") + "."
    case .consultation(let agent): "\(agent) asks you about a call."
    case .askTarget: "Enter the number, then hash."
    case .askCode: "Enter the code, then hash."
    case .disposed: "The talk is filed."
    case .held: "On hold."
    case .resumed: "Back with the caller."
    case .asking: "Calling."
    case .consulting: "Connected."
    case .recordingOn: "Recording."
    case .recordingOff: "Recording has ended."
    case .secretBegan: "The caller is entering it now."
    case .secretDone: "The entry is complete."
    case .secretFailed: "The entry has failed."
    case .supervisorAsked: "A supervisor is asked for."
    case .listening: "You listen."
    case .whispering: "The agent hears you."
    case .joined: "Everybody hears you."
    case .monitoringOver: "You no longer listen."
    case .noSuchNumber: "There is no such number."
    case .agentNotFree: "That agent is not free."
    case .notNow: "That cannot be done now."
    case .notHere: "That is not available here."
    case .busyElsewhere: "You are talking on another line."
    case .recordingNotice: "From now on this call is recorded."
    case .act(let name): DeskPhrase.acts[name]?.english ?? name
    }
  }

  private static func koreanName(of language: String) -> String {
    ["ko": "한국어", "en": "영어"][language] ?? language
  }
  private static func englishName(of language: String) -> String {
    ["ko": "Korean", "en": "English"][language] ?? language
  }
  private static let acts: [String: (korean: String, english: String)] = [
    "ready": ("대기", "being ready"), "alive": ("회선 확인", "hearing the line"),
    "pause": ("쉬기", "a pause"), "log-out": ("로그아웃", "logging out"), "help": ("도움말", "help"),
    "blind": ("바로 넘기기", "passing the call on"), "consult": ("협의", "asking another agent"),
    "hold": ("보류", "hold"), "record": ("녹음", "recording"), "secret": ("비밀 입력", "a secret entry"),
    "dispose": ("처리 코드", "filing the talk"), "supervisor": ("관리자", "a supervisor"),
    "end": ("통화 종료", "ending the talk"),
    "accept": ("받기", "taking the call"), "refuse": ("거절", "refusing it"),
  ]
}
