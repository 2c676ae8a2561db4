import Engine
import Tones

/// Quiet broken chords for a site that has no music of its own: six seconds that join without a seam.
enum BuiltInMusic {
  static func sound() -> Sound {
    // C, a minor, F and G, three notes each; the root sounds on beneath them.
    let chords: [[Double]] = [
      [261.63, 329.63, 392.00], [220.00, 261.63, 329.63], [174.61, 220.00, 349.23],
      [196.00, 246.94, 392.00],
    ]
    var segments: [Tone.Segment] = []
    for chord in chords {
      for note in [chord[0], chord[1], chord[2], chord[1]] {
        segments.append(
          Tone.Segment(
            [
              Tone.Component(hertz: note, levelDBm0: -24), Tone.Component(hertz: chord[0], levelDBm0: -30),
            ], milliseconds: 375))
      }
    }
    return Sound(ToneGenerator.samples(of: Tone(segments, fadeMilliseconds: 40), limit: 6000))
  }
}
