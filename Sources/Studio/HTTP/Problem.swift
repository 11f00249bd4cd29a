import Foundation
import Hummingbird

/// A request that could not be answered, as `application/problem+json` (RFC 9457).
struct Problem: HTTPResponseError, Encodable {
    enum Code: String, Encodable {
        case badRequest = "bad-request"
        case unauthorized
        case hostNotAllowed = "host-not-allowed"
        case originNotAllowed = "origin-not-allowed"
        case otherUser = "other-user"
        case notFound = "not-found"
        case noSuchRun = "no-such-run"
        case noSuchDataset = "no-such-dataset"
        case trainingAlready = "training-already"
        case notStoppable = "not-stoppable"
        case notResumable = "not-resumable"
        case noWeightsYet = "no-weights-yet"
        case tooSlow = "too-slow"
        case tooLarge = "too-large"
        case unsupportedMediaType = "unsupported-media-type"
        case runBroken = "run-broken"
        case weightsBroken = "weights-broken"
        case dataMissing = "data-missing"
        case cannotStart = "cannot-start"
        case cannotJudge = "cannot-judge"
        case tooMany = "too-many"
        case busy, timeout
        case `internal`

        var status: HTTPResponse.Status {
            switch self {
            case .badRequest: .badRequest
            case .unauthorized: .unauthorized
            case .hostNotAllowed, .originNotAllowed, .otherUser: .forbidden
            case .notFound, .noSuchRun, .noSuchDataset: .notFound
            case .trainingAlready, .notStoppable, .notResumable, .noWeightsYet: .conflict
            case .tooSlow: .requestTimeout
            case .tooLarge: .contentTooLarge
            case .unsupportedMediaType: .unsupportedMediaType
            case .runBroken, .weightsBroken, .dataMissing, .cannotStart, .cannotJudge: .unprocessableContent
            case .tooMany: .tooManyRequests
            case .busy, .timeout: .serviceUnavailable
            case .internal: .internalServerError
            }
        }
    }

    let code: Code
    /// One sentence: what was found, what was expected, what to do.
    let detail: String

    init(_ code: Code, _ detail: String) {
        self.code = code
        self.detail = detail
    }

    var status: HTTPResponse.Status { code.status }

    private enum CodingKeys: String, CodingKey {
        case type, title, status, code, detail
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode("about:blank", forKey: .type)
        try container.encode(status.reasonPhrase, forKey: .title)
        try container.encode(status.code, forKey: .status)
        try container.encode(code, forKey: .code)
        try container.encode(detail, forKey: .detail)
    }

    func response(from request: Request, context: some RequestContext) throws -> Response {
        var response = try Response.json(self, status: status)
        response.headers[.contentType] = "application/problem+json"
        switch code {
        case .unauthorized: response.headers[.wwwAuthenticate] = "Bearer realm=\"atelier\""
        case .busy, .timeout, .tooMany: response.headers[.retryAfter] = "1"
        default: break
        }
        return response
    }
}
