/// The release that both programs belong to.
public enum Version {
  public static let text = "0.1.0"
}
