import CallFlow
import Tones

extension LoadedSite {
  /// Recordings that the lists beside the clips name and nobody can find.
  public var missingRecordings: [Finding] {
    findings.filter { $0.sources.first?.name.hasSuffix("/\(ClipLibrary.list)") == true }
  }

  /// What callers would not hear, or not well, of the recorded clips: an error for a file that cannot be played, a
  /// warning for one whose sound is not as it should be.
  public func soundFindings() -> [Finding] {
    clips.files.compactMap { path in
      let found: [Diagnostic] = LoadedSite.soundFaults(of: path)
      return found.isEmpty
        ? nil : Finding(sources: [SourceText(name: path, text: "")], diagnostics: found)
    }
  }

  private static func soundFaults(of path: String) -> [Diagnostic] {
    let place = SourceRange(SourcePosition(file: 0, line: 1, column: 1))
    do {
      let wav = try WAVFile(bytes: FlowFolder.bytes(of: path))
      _ = try wav.telephone()
      return ClipCheck(wav).findings.map { Diagnostic(.warning, "CF276", $0, at: place) }
    } catch {
      return [
        Diagnostic(
          .error, "CF275", "this clip cannot be played: \(error)", at: place,
          hint: "make it a WAV of 8, 16 or 24 bits: sox IN -b 16 OUT.wav")
      ]
    }
  }
}
