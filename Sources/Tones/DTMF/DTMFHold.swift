/// A digit that is down, until it is gone.
struct DTMFHold: Sendable {
  let pair: DTMFPair
  let onset: Int
  /// The block after the last one in which it was there or made up, and how many have passed since.
  private var last: Int
  private(set) var absent = 0
  /// Was it as it should be when that was last asked, which is every second block?
  private var isSteady = false
  /// The block after the last one in which it was there before tones were made up, until real ones go on.
  private var endBefore: Int?
  /// The first block after which its tones are real again.
  private var realFrom = 0
  /// What one over the power of its tones is when blocks are added as if the tones were just on their frequencies.
  private let lowGain: Float, highGain: Float
  /// What the half-band filter leaves of them.
  private let lowHalf: Float, highHalf: Float
  /// What the last two blocks had of them, and how many blocks there were then.
  private var low = Phasor(), high = Phasor(), count = 0

  init(_ pair: DTMFPair, onset: Int, end: Int) {
    self.pair = pair
    self.onset = onset
    last = end
    func gain(_ lane: Int, _ turn: Phasor) -> Float {
      1 / ToneBlocks.newestGain(ToneBlocks.nominalTurn(lane).conjugateTimes(turn))
    }
    lowGain = gain(pair.low, pair.lowTurn)
    highGain = gain(pair.high, pair.highTurn)
    lowHalf = DTMFTable.halfGain[pair.low]
    highHalf = DTMFTable.halfGain[pair.high]
  }

  /// The block after the last one in which it was there.
  var end: Int { endBefore ?? last }

  /// From now on its tones are made up, until `endBridge`.
  mutating func beginBridge() {
    endBefore = end
    realFrom = .max
  }
  mutating func endBridge(at block: Int) { realFrom = block + 4 }

  private mutating func wasThere(at block: Int) {
    absent = 0
    last = block
    if block >= realFrom { endBefore = nil }
  }

  var lanes: LanePair { LanePair(low: pair.low, high: pair.high) }

  /// How a digit is: as it should be; that is asked after the next block; nothing is left of it; or another.
  enum State { case steady, unknown, gone, unsteady }

  /// Goes on by a block.
  mutating func next(_ blocks: inout ToneBlocks, _ table: Span<Float>) -> State {
    if isGone(&blocks) { return .gone }
    if blocks.count & 1 != 0 { return isSteady ? .unknown : .unsteady }
    if staysSteady(&blocks, table) { return .steady }
    blocks.correlate(table)
    return staysSteady(&blocks) ? .steady : .unsteady
  }

  /// Are both tones what they were, and nearly all there is in the last 10 ms? Nothing else can fill the window
  /// then. Asked of what is below 2 kHz: with dial tone it is denied.
  @inline(__always)
  private mutating func staysSteady(_ blocks: inout ToneBlocks, _ table: Span<Float>) -> Bool {
    guard let newLow = blocks.unfilteredTone(pair.low, table),
      let newHigh = blocks.unfilteredTone(pair.high, table)
    else { return false }
    defer { (low, high, count) = (newLow, newHigh, blocks.count) }
    guard count == blocks.count &- 2 else { return false }
    @inline(__always) func turn(_ lane: Int) -> Phasor {
      let i = FilterTable.turnOfTwo &+ lane
      return Phasor(table[unchecked: i], table[unchecked: i &+ 8])
    }
    let lowPower = (low + turn(pair.low).conjugateTimes(newLow)).squaredLength * lowGain
    let highPower = (high + turn(pair.high).conjugateTimes(newHigh)).squaredLength * highGain
    return isSteady(
      lowPower / lowHalf, highPower / highHalf, energy: 0.4 * (lowPower + highPower),
      of: blocks.lowerEnergyOfFour(), at: blocks.count)
  }

  /// The same of what is in the DTMF band.
  @inline(__always)
  private mutating func staysSteady(_ blocks: inout ToneBlocks) -> Bool {
    let low = blocks.newestPower(pair.low) * lowGain, high = blocks.newestPower(pair.high) * highGain
    // A tone's energy over four blocks.
    let energy = (low + high) / 200 * Float(4 * ToneBlocks.length)
    if isSteady(low, high, energy: energy, of: blocks.newestBandEnergy(), at: blocks.count) { return true }
    if isSteady {
      // The block before was not asked.
      isSteady = false
      follow(&blocks, back: 1)
    }
    return false
  }

  @inline(__always)
  private mutating func isSteady(_ low: Float, _ high: Float, energy: Float, of all: Float, at block: Int)
    -> Bool
  {
    guard 2 * low >= pair.lowPower, low <= 2 * pair.lowPower, 2 * high >= pair.highPower,
      high <= 2 * pair.highPower, energy >= 0.75 * all
    else { return false }
    isSteady = true
    wasThere(at: block)
    return true
  }

  /// Is it surely not there, since there is next to nothing in the last 10 ms? Asked after every block.
  @inline(__always)
  private mutating func isGone(_ blocks: inout ToneBlocks) -> Bool {
    guard !isSteady,
      blocks.lowerEnergyOfFour()
        < 0.5 * 0.4 * DTMFRules.presentShare * (lowHalf * pair.lowPower + highHalf * pair.highPower)
    else { return false }
    absent &+= 1
    return true
  }

  /// Is it there in the last 10 ms, up to `back` blocks ago?
  mutating func follow(_ blocks: inout ToneBlocks, back: Int = 0) {
    if pair.isPresent(back: back, in: &blocks) {
      wasThere(at: blocks.count - back)
    } else {
      absent += 1
    }
  }
}
