import Foundation

/// The judge's file, in the folder that lies beside the tool. `Bundle.module` would end the process where it is absent.
enum EvaluationResources {
    static func path(of name: String) throws(EvaluationError) -> String {
        let folder = "atelier_Evaluation"
        let executables = Bundle.main.executableURL?.resolvingSymlinksInPath().deletingLastPathComponent()
        let places = [Bundle.main.bundleURL, Bundle.main.resourceURL, executables].compactMap { $0 }
        for place in places {
            for ending in ["resources", "bundle"] {
                let path = place.appendingPathComponent("\(folder).\(ending)/\(name)").path
                if FileManager.default.fileExists(atPath: path) { return path }
            }
        }
        throw EvaluationError(
            "the judge of drawings is not beside the tool: expected the folder \(folder).resources in "
                + "\(Bundle.main.bundleURL.path); copy it there from .build/release")
    }
}
