/// What can be said of an application only as a whole.
enum Checks {
  static func run(_ app: ApplicationBuilder) {}
}
