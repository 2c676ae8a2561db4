/// Tables of the eight DTMF frequencies, low group first.
///
/// Written out, so that they are constants of the program and nothing has to ask whether they are there yet;
/// the tests compute each of them anew.
enum DTMFTable {
  /// Turns a sample of 8 kHz.
  static let frequencies: InlineArray<8, Float> = [
    0.087125, 0.09625, 0.1065, 0.117625,
    0.151125, 0.167, 0.184625, 0.204125,
  ]
  /// What the filters leave of a tone, in power.
  static let gain: InlineArray<8, Float> = [
    0.8680766, 0.8328739, 0.8643295, 0.9383293,
    1.1480383, 1.1688497, 1.0930077, 0.8856882,
  ]

  /// What the half-band filter alone leaves of it.
  static let halfGain: InlineArray<8, Float> = [
    0.8751953, 0.88802123, 0.91853976, 0.96847105,
    1.1502972, 1.1854322, 1.1285416, 0.9311057,
  ]

  /// What a frequency turns by in a block.
  static let turnCosine: InlineArray<8, Float> = [
    -0.047106452, 0.8910065, 0.6845471, -0.60042024,
    0.9900237, -0.5358268, -0.35347486, 0.86863154,
  ]
  static let turnSine: InlineArray<8, Float> = [
    -0.99888986, -0.4539905, 0.7289686, 0.79968464,
    0.14090124, 0.8443279, -0.93544406, 0.49545866,
  ]
  /// The cosine of what a frequency that is `DTMFRules.frequencyTolerance` off turns by in four blocks beyond it.
  static let tolerance: InlineArray<8, Float> = [
    0.62335294, 0.54718345, 0.4558929, 0.3510933,
    0.013539851, -0.14948012, -0.32561105, -0.50776994,
  ]

  /// The same for `DTMFPair.nearly` as much, which is no limit for the highest frequency.
  static let nearTolerance: InlineArray<8, Float> = [
    0.22226496, 0.082999535, -0.07526415, -0.24477775,
    -0.6926003, -0.8470774, -0.95883906, -1.0,
  ]

  /// The same for `DTMFRules.frequencyNear`, of the rows.
  static let farTolerance: InlineArray<4, Float> = [-0.58013445, -0.75011104, -0.89384145, -0.98287106]

  /// The inner product of each row's tone with each column's over one block, in phase in its middle.
  static let kernel: InlineArray<16, Float> = [
    -3.9374812, -3.9639285, -0.5441149, 2.6131668,
    -1.7842543, -4.4859123, -2.5311468, 1.5145007,
    2.3946855, -3.3036919, -4.161188, -0.5165397,
    8.239293, 0.25720543, -4.288798, -2.9010487,
  ]
  /// The same of any two, one of them turning backwards.
  static let imageKernel: InlineArray<64, Float> = [
    -2.2475822, -1.8928728, -0.83147395, 0.61267704,
    1.3497016, -0.512751, -1.9768767, -1.081106,
    -1.8928728, -0.97064173, 0.3595889, 1.5712688,
    0.32841837, -1.4844034, -1.9009354, 0.049582504,
    -0.83147395, 0.3595889, 1.4982423, 2.0236635,
    -0.92300785, -2.0130281, -1.0947009, 1.333789,
    0.61267704, 1.5712688, 2.0236635, 1.6062624,
    -1.8606563, -1.6849998, 0.29770184, 2.1758313,
    1.3497016, 0.32841837, -0.92300785, -1.8606563,
    0.29770184, 1.9964012, 1.8184779, -0.8208844,
    -0.512751, -1.4844034, -2.0130281, -1.6849998,
    1.9964012, 1.9546361, -0.25386754, -2.6805437,
    -1.9768767, -1.9009354, -1.0947009, 0.29770184,
    1.8184779, -0.25386754, -2.5552075, -2.018625,
    -1.081106, 0.049582504, 1.333789, 2.1758313,
    -0.8208844, -2.6805437, -2.018625, 1.8179364,
  ]
}
