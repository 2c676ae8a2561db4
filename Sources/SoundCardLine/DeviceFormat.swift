/// What a sound device works with, and how mono samples of 16 bits become its frames and back.
struct DeviceFormat: Hashable, Sendable {
  var rate: Int
  var channels: Int
  /// 32 bits a sample instead of 16.
  var isWide: Bool
  /// Frames of 20 ms, and what the device holds at most.
  var period: Int
  var buffer: Int

  /// Bytes of a frame.
  var size: Int { channels * (isWide ? 4 : 2) }

  /// Appends the mean of all channels.
  func append(_ raw: UnsafeMutableRawPointer, frames: Int, to samples: inout [Int16]) {
    for frame in 0..<frames {
      var sum = 0
      for channel in 0..<channels {
        let place = frame * channels + channel
        sum +=
          isWide
          ? Int(raw.load(fromByteOffset: place * 4, as: Int32.self) >> 16)
          : Int(raw.load(fromByteOffset: place * 2, as: Int16.self))
      }
      samples.append(Int16(clamping: channels == 1 ? sum : sum / channels))
    }
  }

  /// Puts each sample on all channels.
  func spread(_ samples: Span<Int16>, from start: Int, count: Int, into raw: UnsafeMutableRawPointer) {
    for frame in 0..<count {
      let sample = samples[start + frame]
      for channel in 0..<channels {
        let place = frame * channels + channel
        if isWide {
          raw.storeBytes(of: Int32(sample) << 16, toByteOffset: place * 4, as: Int32.self)
        } else {
          raw.storeBytes(of: sample, toByteOffset: place * 2, as: Int16.self)
        }
      }
    }
  }
}

extension DeviceFormat: CustomStringConvertible {
  /// `8000 Hz mono`, `48000 Hz, 2 channels, 32 bit`
  var description: String {
    "\(rate) Hz" + (channels == 1 ? " mono" : ", \(channels) channels") + (isWide ? ", 32 bit" : "")
  }
}
