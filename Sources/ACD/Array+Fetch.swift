import CPrefetch

extension Array {
  /// Has an element brought near that is going to be needed, without waiting for it. Of a hundred thousand most
  /// lie far away in memory, and waiting for one takes as long as half a decision. Changes nothing.
  @inline(__always) func fetch(_ index: Int) {
    withUnsafeBytes { bytes in
      guard let start = bytes.baseAddress, indices.contains(index) else { return }
      let first = start + index * MemoryLayout<Element>.stride
      for line in stride(from: 0, to: MemoryLayout<Element>.size, by: 64) { prefetch_line(first + line) }
    }
  }
}
