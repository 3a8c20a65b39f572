/// Where a study's files are read from: where the command line says, or copies of them.
struct StudyMaterials {
    /// Prices that have been read; nil reads them.
    let prices: PriceInput?
    /// The paths of copies by the paths that the study names.
    let copies: [String: String]

    /// Everything is where the command line says.
    static let original = StudyMaterials(prices: nil, copies: [:])

    /// Where to read a file that the study names.
    func path(_ named: String) -> String { copies[named] ?? named }
}
