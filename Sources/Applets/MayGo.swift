internal import Formats
internal import Machines

extension Call {
  /// Tells a shell whether go may run where the user stands: it may not in a module on a Windows drive, as GT127 finds it.
  ///
  /// Prints nothing unless the status is 1, so that what cannot be told keeps nobody from running go.
  func tellWhetherGoMayRun() -> Int32 {
    guard let machine = try? machine(mayWait: false), let survey = try? GoSurvey(of: machine),
      survey.mounts != nil, let directory = survey.directory
    else { return Status.unknown }
    switch try? survey.module.get() {
    case .found(let root, let mount?)? where mount.isWindowsDrive:
      print(
        "go: “\(root)” is on the Windows drive “\(mount.point)”, where go is many times slower; clone the module below "
          + "your home directory, or run GOTOOLS_ALLOW_WINDOWS_DRIVE=1 go … (gotools explain GT127)\n"
      )
      return Status.findings
    case nil: return Status.unknown
    default:
      return survey.mounts?.mount(of: directory)?.isWindowsDrive == false
        ? Status.fine : Status.unknown
    }
  }
}
