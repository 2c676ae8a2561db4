/// What each input, and each part of the state, adds to four outputs of the `DialToneFilter` and to its next
/// state. The state is that of the filter's two resonances, each of which only turns and fades by itself.
/// Inputs are twice what they should be, as the half-band filter leaves them.
enum DialToneColumns {
  static var input0: SIMD4<Float> {
    SIMD4(0.16176997, -0.31669384, 0.10003892, 0.13221166)
  }
  static var input1: SIMD4<Float> {
    SIMD4(0.0, 0.16176997, -0.31669384, 0.10003892)
  }
  static var input2: SIMD4<Float> {
    SIMD4(0.0, 0.0, 0.16176997, -0.31669384)
  }
  static var input3: SIMD4<Float> {
    SIMD4(0.0, 0.0, 0.0, 0.16176997)
  }
  static var output0: SIMD4<Float> {
    SIMD4(0.2392854, -0.028972924, -0.2240591, -0.20369865)
  }
  static var output1: SIMD4<Float> {
    SIMD4(0.20154731, 0.28069565, 0.12074854, -0.10588168)
  }
  static var output2: SIMD4<Float> {
    SIMD4(0.5581924, -0.02361159, -0.12603572, -0.044457555)
  }
  static var output3: SIMD4<Float> {
    SIMD4(0.32180142, 0.2937592, 0.047808304, -0.04272089)
  }
  static var next0: SIMD4<Float> {
    SIMD4(0.09562193, -0.20871156, 0.060076665, -0.013868781)
  }
  static var next1: SIMD4<Float> {
    SIMD4(0.25096092, -0.042441882, 0.08366967, 0.105688326)
  }
  static var next2: SIMD4<Float> {
    SIMD4(0.19535941, 0.20362756, -0.13041128, 0.2642818)
  }
  static var next3: SIMD4<Float> {
    SIMD4(-0.06490336, 0.30604962, -0.64423084, -0.010075033)
  }
  // How the state goes on after four inputs: each part by itself, and from the other part of its resonance.
  static var own: SIMD4<Float> {
    SIMD4(-0.48292056, -0.48292056, -0.008706406, -0.008706406)
  }
  static var other: SIMD4<Float> {
    SIMD4(-0.45260882, 0.45260882, -0.0428958, 0.0428958)
  }
  // After two inputs.
  static var nextOfTwo0: SIMD4<Float> {
    SIMD4(0.19535941, 0.20362756, -0.13041128, 0.2642818)
  }
  static var nextOfTwo1: SIMD4<Float> {
    SIMD4(-0.06490336, 0.30604962, -0.64423084, -0.010075033)
  }
  static var ownOfTwo: SIMD4<Float> {
    SIMD4(-0.29912016, -0.29912016, -0.13240851, -0.13240851)
  }
  static var otherOfTwo: SIMD4<Float> {
    SIMD4(0.7565669, -0.7565669, 0.16198279, -0.16198279)
  }
}
