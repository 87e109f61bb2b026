package import Formats
internal import Syscalls

/// What kind of machine this is.
package struct Host: Sendable {
  package enum Kind: String, Sendable {
    case wsl1
    case wsl2
    case container
    case vm
    case bare
  }

  package let kind: Kind
  /// The kernel's release, such as `6.1.0-18-amd64`: uname -r.
  package let kernel: ByteString

  package init(kind: Kind, kernel: ByteString) {
    self.kind = kind
    self.kernel = kernel
  }

  /// Reads /proc/sys/kernel/osrelease, the marks container engines leave, WSL's own directory and the firmware's names.
  ///
  /// What cannot be read counts as not there.
  package init(of machine: Machine) {
    let files = machine.files
    let text = try? files.read("/proc/sys/kernel/osrelease", limit: 256)
    let kernel = ByteString(text ?? []).trimming { $0 == UInt8(ascii: "\n") }
    self.init(kind: Self.kind(machine, kernel), kernel: kernel)
  }

  private static func kind(_ machine: Machine, _ kernel: ByteString) -> Kind {
    let files = machine.files
    func exists(_ path: ByteString) -> Bool { ((try? files.status(path)) ?? nil) != nil }
    let release = kernel.text
    let isMicrosofts = release.contains("microsoft-standard") || release.hasSuffix("-Microsoft")
    let isInside =
      machine.environment["WSL_DISTRO_NAME"] != nil || machine.environment["WSL_INTEROP"] != nil
    let hasDirectory = exists("/run/WSL")
    // Containers inherit the kernel's name, and sudo, ssh and services lose WSL's variables.
    if exists("/.dockerenv") || exists("/run/.containerenv")
      || machine.environment["container"] != nil || exists("/run/host/container-manager")
      || machine.environment["KUBERNETES_SERVICE_HOST"] != nil
      || (isMicrosofts && !isInside && !hasDirectory && !exists("/mnt/wsl"))
    {
      return .container
    }
    if isMicrosofts && (isInside || hasDirectory || exists("/mnt/wsl")) || isInside && hasDirectory
    {
      return release.hasSuffix("-Microsoft") ? .wsl1 : .wsl2
    }
    let firmware = try? files.read("/sys/class/dmi/id/sys_vendor", limit: 256)
    let vendor = ByteString(firmware ?? []).text
    let virtual = [
      "QEMU", "VMware", "innotek", "Xen", "Microsoft", "Amazon EC2", "Google", "Parallels",
    ]
    if virtual.contains(where: { vendor.hasPrefix($0) }) || exists("/sys/hypervisor/type") {
      return .vm
    }
    return .bare
  }
}
