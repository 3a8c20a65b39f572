/// The laws that can be fitted to some points, and why others cannot.
struct Fits {
    let amdahl: AmdahlFit?
    let universalScalability: UniversalScalabilityFit?
    let notes: [String]

    init(points: [ScalingPoint]) {
        var notes: [String] = []
        do throws(ScalingError) {
            let fit = try AmdahlFit(points: points)
            notes += fit.notes
            amdahl = fit
        } catch {
            notes.append("Not fitted: \(error).")
            amdahl = nil
        }
        do throws(ScalingError) {
            let fit = try UniversalScalabilityFit(points: points)
            notes += fit.notes
            universalScalability = fit
        } catch {
            notes.append("Not fitted: \(error).")
            universalScalability = nil
        }
        self.notes = notes
    }
}
