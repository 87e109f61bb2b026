import Formats
import Machines
import Testing

@Suite struct AgentPlacesTests {
  private static let session: ByteString = "/run/user/1000/gotools/started.sock"
  private static let state: ByteString = "/home/u/.local/state/gotools/started.sock"

  private static func survey(
    _ socket: ByteString, runtime: ByteString?, owner: UInt32 = 1000
  ) throws -> AgentSurvey {
    var environment: [ByteString: ByteString] = ["HOME": "/home/u"]
    environment["XDG_RUNTIME_DIR"] = runtime
    return try AgentSurvey(
      of: Example(
        [
          socket: .agent(.answers([])),
          "/run/user/1000": .directory(mode: 0o700, owner: owner),
        ], environment: environment
      ).machine, .everywhere)
  }

  @Test(
    arguments: [
      (session, nil), (session, "/run/user/1000"), (state, nil), (state, "/run/user/1000"),
      (state, "/nowhere"), (session, "/nowhere"),
    ] as [(ByteString, ByteString?)])
  func `sessions with and without a runtime directory see each other's agent`(
    socket: ByteString, runtime: ByteString?
  ) throws {
    let best = try Self.survey(socket, runtime: runtime).best()
    #expect(best?.real == socket && best?.kind == .own)
  }

  @Test func `what lies in a directory of another user is not used`() throws {
    let survey = try Self.survey(Self.session, runtime: nil, owner: 1001)
    #expect(survey.best() == nil)
  }

  @Test func `the link that leads nowhere is no agent of gotools`() {
    let machine = Example(environment: ["HOME": "/home/u"]).machine
    let places = AgentPlaces(of: machine)
    #expect(places.link.map(places.kind) == .other)
    #expect(places.kind(of: Self.state) == .own)
  }
}
