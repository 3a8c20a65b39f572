import _MatrixProducts

/// What products of matrices in single precision run on.
public enum MatrixLibrary {
    /// The library's name and version, as in "oneDNN 2.6.3"; "portable" where none was found.
    public static var name: String { String(cString: apus_matrix_library()) }
}
