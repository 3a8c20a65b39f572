import _MatrixProducts

/// What single-precision matrix products run on.
public enum MatrixLibrary {
    /// "oneDNN" and its version, "Accelerate", or "portable" where neither is there: slower, and with
    /// other rounding.
    public static var name: String { String(cString: apus_matrix_library()) }
}
