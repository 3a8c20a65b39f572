/// The jobs of a study on Kubernetes: an indexed one of its shards, and one that merges them.
struct KubernetesManifests {
    let name: String
    let namespace: String?
    let image: String
    let claim: String
    let volumePath: String
    /// A folder of the nodes; nil for none.
    let nodeCache: String?
    let shardCount: Int
    let atOnce: Int
    let processors: Int
    let memory: String
    let retries: Int

    /// More shards than this that fail for good are no accident: the job ends.
    private static let mostFailed = 10

    /// The manifest of the shards.
    var shards: String {
        let cache = nodeCache == nil ? "" : " --cache /node"
        return """
            # Written by apus launch kubernetes. A pod computes the shard of its index; one that fails goes on where
            # it was, but for exit code 42: that shard never succeeds.
            apiVersion: batch/v1
            kind: Job
            metadata:
              name: \(name)
            \(scope)spec:
              completionMode: Indexed
              completions: \(shardCount)
              parallelism: \(atOnce)
              backoffLimitPerIndex: \(retries)
              maxFailedIndexes: \(min(Self.mostFailed, shardCount))
              podFailurePolicy:
                rules:
                  - action: FailIndex
                    onExitCodes:
                      containerName: apus
                      operator: In
                      values: [42]
                  - action: Ignore
                    onPodConditions:
                      - type: DisruptionTarget
                        status: "True"
              template:
            \(pod("exec apus shard run /study --shard \\\"$JOB_COMPLETION_INDEX/\(shardCount)\\\""
                + " --workers \(processors)\(cache) --quiet", hasCache: nodeCache != nil))
            """
    }

    /// The manifest of the job that merges, to be applied when the shards are complete.
    var merge: String {
        """
        # Written by apus launch kubernetes, to be applied when the job \(name) is complete. The results are in
        # the study's folder, under merged.
        apiVersion: batch/v1
        kind: Job
        metadata:
          name: \(name)-merge
        \(scope)spec:
          backoffLimit: 3
          podFailurePolicy:
            rules:
              - action: FailJob
                onExitCodes:
                  containerName: apus
                  operator: In
                  values: [64, 65, 66]
          template:
        \(pod("exec apus shard merge /study --output /study/merged --workers \(processors) --quiet",
            hasCache: false))
        """
    }

    private var scope: String { namespace.map { "  namespace: \($0)\n" } ?? "" }

    private func pod(_ command: String, hasCache: Bool) -> String {
        let mount = hasCache ? "\n            - name: node\n              mountPath: /node" : ""
        let volume =
            hasCache
            ? "\n        - name: node\n          hostPath:\n            path: \(nodeCache ?? "")\n"
                + "            type: Directory" : ""
        return """
                metadata:
                  labels:
                    app.kubernetes.io/name: apus
                    app.kubernetes.io/instance: \(name)
                spec:
                  restartPolicy: Never
                  # A shard that is told to stop writes what it has within seconds.
                  terminationGracePeriodSeconds: 60
                  automountServiceAccountToken: false
                  securityContext:
                    runAsNonRoot: true
                    runAsUser: 65532
                    runAsGroup: 65532
                    fsGroup: 65532
                    fsGroupChangePolicy: OnRootMismatch
                  containers:
                    - name: apus
                      image: "\(image)"
                      command: ["/bin/sh", "-c", "\(command)"]
                      resources:
                        requests:
                          cpu: "\(processors)"
                          memory: "\(memory)"
                        limits:
                          memory: "\(memory)"
                      securityContext:
                        allowPrivilegeEscalation: false
                        capabilities:
                          drop: [ALL]
                      volumeMounts:
                        - name: study
                          mountPath: /study
                          subPath: "\(volumePath)"\(mount)
                  volumes:
                    - name: study
                      persistentVolumeClaim:
                        claimName: \(claim)\(volume)

            """
    }

    /// What the image is built from, in the folder of Apus's sources.
    static let containerfile = """
        # Written by apus launch kubernetes; to be built in the folder of Apus's sources.
        FROM docker.io/library/swift:6.3-bookworm AS build
        RUN apt-get update && apt-get install --yes --no-install-recommends libsqlite3-dev
        WORKDIR /source
        COPY . .
        RUN swift build -c release --static-swift-stdlib --product apus \\
            && mkdir /out && cp -r .build/release/apus .build/release/*.resources /out/

        FROM docker.io/library/debian:bookworm-slim
        # oneDNN: models of forecasts that steer portfolios train several times faster with it.
        RUN apt-get update \\
            && apt-get install --yes --no-install-recommends libsqlite3-0 libdnnl2 tzdata \\
            && rm -rf /var/lib/apt/lists/*
        COPY --from=build /out/ /usr/local/bin/
        USER 65532:65532
        ENTRYPOINT ["/usr/local/bin/apus"]

        """
}
