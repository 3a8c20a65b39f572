import Foundation
import Testing

@testable import DataParallel

@Suite struct ControlGroupTests {
    @Test func dividesQuotaByPeriod() {
        #expect(ControlGroup.parseMaximum("150000 100000\n") == 1.5)
        #expect(ControlGroup.parseMaximum("400000 100000") == 4)
        #expect(ControlGroup.parseMaximum("5000 20000\n") == 0.25)
    }

    @Test(arguments: [
        "max 100000\n", "", "100000", "100000 0", "0 100000", "-1 100000", "1 2 3", "a b",
    ])
    func hasNoLimitOtherwise(text: String) {
        #expect(ControlGroup.parseMaximum(text) == nil)
    }

    @Test func takesTheTightestQuotaUpToTheRoot() throws {
        let root = try Hierarchy(["": "max 100000", "a": "200000 100000", "a/b": "300000 100000"])
        #expect(quota("0::/a/b\n", root) == 2)
        #expect(quota("0::/a\n", root) == 2)
        #expect(quota("0::/\n", root) == nil)
    }

    @Test func takesTheGroupsOwnQuotaWhenThatIsTighter() throws {
        let root = try Hierarchy(["": "900000 100000", "a": "800000 100000", "a/b": "50000 100000"])
        #expect(quota("0::/a/b\n", root) == 0.5)
        #expect(quota("0::/a\n", root) == 8)
        #expect(quota("0::/\n", root) == 9)
    }

    @Test func passesOverGroupsWithoutAFile() throws {
        let root = try Hierarchy(["a": "200000 100000"])
        #expect(quota("0::/a/b/c\n", root) == 2)
        #expect(quota("0::/other\n", root) == nil)
    }

    @Test func readsOnlyTheUnifiedHierarchysLine() throws {
        let root = try Hierarchy(["a": "200000 100000", "b": "100000 100000"])
        #expect(quota("12:cpu,cpuacct:/b\n0::/a\n", root) == 2)
        #expect(quota("12:cpu,cpuacct:/b\n", root) == nil)
        #expect(quota("", root) == nil)
    }

    private func quota(_ membership: String, _ root: Hierarchy) -> Double? {
        ControlGroup.quotaVersion2(membership: membership, root: root.path)
    }
}

/// A folder of groups with `cpu.max` files, removed when the test lets go of it.
private final class Hierarchy {
    let path: String

    init(_ maxima: [String: String]) throws {
        let root = FileManager.default.temporaryDirectory
            .appendingPathComponent("control-group-\(UUID().uuidString)")
        path = root.path
        for (group, text) in maxima {
            let folder = group.isEmpty ? root : root.appendingPathComponent(group)
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try Data(text.utf8).write(to: folder.appendingPathComponent("cpu.max"))
        }
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
