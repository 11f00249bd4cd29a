#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Opens what is at `name`, such as `samples/epoch-0001.png`, in `folder` for reading, with `flags` besides; negative where
/// there is no such thing, or a link or `..` is on the way to it from `folder`.
///
/// Goes from folder to folder by what is open, never by a path: where one is exchanged for a link on the way, the next
/// step fails.
func openContained(_ name: String, in folder: String, _ flags: Int32) -> Int32 {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard !name.contains("\0"), !parts.contains(where: { ["", ".", ".."].contains($0) }) else { return -1 }
    // The folder itself may be reached by a link: a person has named it.
    var descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    for (place, part) in parts.enumerated() where descriptor >= 0 {
        let isLast = place == parts.count - 1
        let next = openat(descriptor, part, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | (isLast ? flags : O_DIRECTORY))
        close(descriptor)
        descriptor = next
    }
    return descriptor
}
