import ArgumentParser
import Foundation
import Reporting
import Studies

struct LaunchKubernetesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kubernetes",
        abstract:
            "An indexed job of all shards, a job that merges them, and the file of their container.",
        discussion: """
            Writes shards.yaml, merge.yaml and Containerfile into kubernetes/ in the study's folder. The folder \
            must be on a volume that pods on every node can write to; give the volume's claim, and where in it \
            the folder is. It needs Kubernetes 1.33 or later, or 1.29 with the feature JobBackoffLimitPerIndex.

            Example:
              apus launch kubernetes study --image registry.example.org/apus --claim studies --volume-path study
            """
    )

    @Argument(help: "The study's folder, as apus shard plan wrote it.")
    var study: String

    @Option(help: "The container image that has apus, built from the Containerfile.")
    var image: String

    @Option(help: "The PersistentVolumeClaim of the volume that has the study.")
    var claim: String

    @Option(help: "The study's folder in the volume. (default: the folder's name)")
    var volumePath: String?

    @Option(help: "What the jobs are called. (default: apus- and the folder's name)")
    var name: String?

    @Option(help: "The namespace; the current one without it.")
    var namespace: String?

    @OptionGroup(title: "Shards") var shards: LaunchOptions

    @Option(help: "Memory of a shard, as Kubernetes takes it.")
    var memory = "2Gi"

    @Option(
        parsing: .unconditional,
        help: "How often a shard is tried again that failed, but may succeed."
    )
    var retries = 6

    @Option(
        help: ArgumentHelp(
            """
            A folder of each node that any pod may write to: the study is copied there once a node. 'none' \
            where pods may not see nodes' folders; every pod then reads the volume.
            """,
            valueName: "path"
        )
    )
    var nodeCache = "/tmp"

    func run() throws {
        guard retries >= 0 else {
            throw Failure(.usage, "--retries: \(retries) is too small; give at least 0")
        }
        let folder = try StudyFolder(path: PriceInput.absolute(study))
        let base = URL(fileURLWithPath: folder.path).lastPathComponent
        let name = name ?? "apus-\(Self.label(base))"
        // Pods are called after the job and their index.
        for (option, text, most) in [
            ("name", name, 50), ("claim", claim, 253), ("namespace", namespace ?? "default", 63),
        ] where !Self.isName(text, most: most) {
            throw Failure(
                .usage,
                "--\(option): '\(text)' is no name for Kubernetes: up to \(most) of a to z, 0 to 9 and '-',"
                    + " a letter or digit at both ends"
            )
        }
        for (option, text) in [("image", image), ("memory", memory), ("node-cache", nodeCache)]
        where text.isEmpty || text.contains(where: { $0.isWhitespace || $0 == "\"" }) {
            throw Failure(.usage, "--\(option): '\(text)' cannot be used")
        }
        let volumePath = volumePath ?? base
        guard !volumePath.hasPrefix("/"), !volumePath.split(separator: "/").contains("..") else {
            throw Failure(
                .usage,
                "--volume-path: '\(volumePath)' must be a path in the volume, without '/' before it or '..'"
            )
        }
        let manifests = KubernetesManifests(
            name: name,
            namespace: namespace,
            image: image,
            claim: claim,
            volumePath: volumePath,
            nodeCache: nodeCache == "none" ? nil : nodeCache,
            shardCount: folder.plan.shardCount,
            atOnce: min(shards.atOnce ?? folder.plan.shardCount, folder.plan.shardCount),
            processors: shards.processors,
            memory: memory,
            retries: retries
        )
        let directory = try OutputDirectory(path: StudyFolder.join(folder.path, "kubernetes"))
        let files = [
            ("shards.yaml", manifests.shards), ("merge.yaml", manifests.merge),
            ("Containerfile", KubernetesManifests.containerfile),
        ]
        try directory.write(files.map { ($0.0, Array($0.1.utf8)) })
        let paths = files.map { directory.path(of: $0.0) }
        for path in paths { Console.print("wrote    \(path)") }
        let scope = namespace.map { " --namespace \($0)" } ?? ""
        let build =
            "docker build --file \(ShellWord.quoted(paths[2])) --tag \(ShellWord.quoted(image))"
        for (place, line) in [
            "\(build) FOLDER_OF_APUS_SOURCES  (once)",
            "kubectl apply --filename \(ShellWord.quoted(paths[0]))",
            "kubectl wait\(scope) --for=condition=Complete --timeout=-1s job/\(name)",
            "kubectl apply --filename \(ShellWord.quoted(paths[1]))",
        ].enumerated() {
            Console.print((place == 0 ? "next     " : "         ") + line)
        }
    }

    /// Whether a text is a label by RFC 1123.
    private static func isName(_ text: String, most: Int) -> Bool {
        let bytes = Array(text.utf8)
        func isPlain(_ byte: UInt8) -> Bool {
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        }
        guard let first = bytes.first, let last = bytes.last, bytes.count <= most else {
            return false
        }
        return isPlain(first) && isPlain(last)
            && bytes.allSatisfy { isPlain($0) || $0 == UInt8(ascii: "-") }
    }

    /// What is left of a folder's name in a label.
    private static func label(_ text: String) -> String {
        let plain = text.lowercased().utf8.map { byte in
            isName(String(decoding: [byte], as: UTF8.self), most: 1) ? byte : UInt8(ascii: "-")
        }
        return String(decoding: plain, as: UTF8.self).split(separator: "-").joined(separator: "-")
            .prefix(40).description
    }
}
