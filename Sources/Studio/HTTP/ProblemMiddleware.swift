import HTTPTypes
import Hummingbird
import Logging

/// Turns every error into a problem, and gives every answer the headers that keep a browser from harm.
struct ProblemMiddleware<Context: RequestContext>: RouterMiddleware {
    let logger: Logger

    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        var response: Response
        do {
            response = try await next(request, context)
        } catch {
            let problem = Problem(error)
            if problem.code == .internal {
                logger.error("\(request.method) \(request.uri.path): \(error)")
            }
            response = try problem.response(from: request, context: context)
            // What is left of a body that was refused is not read.
            if problem.code == .tooLarge || problem.code == .tooSlow { response.headers[.connection] = "close" }
        }
        response.protect()
        return response
    }
}

extension Response {
    /// Gives the answer the headers that keep a browser from harm.
    mutating func protect() {
        for (name, value) in Self.protection {
            if let name = HTTPField.Name(name) { headers[name] = value }
        }
    }

    private static var protection: KeyValuePairs<String, String> {
        [
            "Content-Security-Policy":
                "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
                + "connect-src 'self'; font-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; "
                + "frame-ancestors 'none'",
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Cross-Origin-Opener-Policy": "same-origin",
        ]
    }
}
