import Foundation

/// openapi.json, to check answers with: the parts of JSON Schema that it uses.
struct APIDescription {
    let root: [String: Any]

    init(_ data: Data) throws {
        root = (try JSONSerialization.jsonObject(with: data)) as? [String: Any] ?? [:]
    }

    /// All operations that are described.
    var operations: [(path: String, method: String, operation: [String: Any])] {
        let paths = root["paths"] as? [String: [String: [String: Any]]] ?? [:]
        return paths.flatMap { path, methods in methods.map { (path, $0.key, $0.value) } }.sorted { $0.path < $1.path }
    }

    /// The schema of an operation's JSON answer with `status`; nil where it has none.
    func schema(of operation: [String: Any], status: Int) -> [String: Any]? {
        let responses = operation["responses"] as? [String: [String: Any]] ?? [:]
        guard let response = responses["\(status)"].map(resolved),
            let content = response["content"] as? [String: [String: Any]]
        else { return nil }
        return (content["application/json"] ?? content["application/problem+json"])?["schema"] as? [String: Any]
    }

    /// What is wrong with `value`; nothing where it is as `schema` says.
    func problems(_ value: Any, _ schema: [String: Any], at place: String = "$") -> [String] {
        let schema = resolved(schema)
        var found: [String] = []
        for part in schema["allOf"] as? [[String: Any]] ?? [] { found += problems(value, part, at: place) }
        if let choices = schema["oneOf"] as? [[String: Any]],
            choices.count(where: { problems(value, $0).isEmpty }) != 1
        {
            found.append("\(place) is not one of its kinds")
        }
        if let allowed = schema["enum"] as? [String], !allowed.contains(value as? String ?? "") {
            found.append("\(place) is \(value), none of \(allowed)")
        }
        guard let type = schema["type"] as? String else { return found }
        guard isOf(type, value) else { return found + ["\(place) is \(value), not of type \(type)"] }
        if let object = value as? [String: Any] { found += problems(object: object, schema, at: place) }
        if let list = value as? [Any], let items = schema["items"] as? [String: Any] {
            for (index, item) in list.enumerated() { found += problems(item, items, at: "\(place)[\(index)]") }
        }
        return found
    }

    private func problems(object: [String: Any], _ schema: [String: Any], at place: String) -> [String] {
        let properties = schema["properties"] as? [String: [String: Any]] ?? [:]
        var found: [String] = []
        for name in schema["required"] as? [String] ?? [] where object[name] == nil {
            found.append("\(place) has no \(name)")
        }
        for (name, value) in object {
            if let property = properties[name] {
                found += problems(value, property, at: "\(place).\(name)")
            } else if schema["additionalProperties"] as? Bool == false {
                found.append("\(place) has \(name), which is not described")
            }
        }
        return found
    }

    private func isOf(_ type: String, _ value: Any) -> Bool {
        switch type {
        case "object": value is [String: Any]
        case "array": value is [Any]
        case "string": value is String
        case "integer": (value as? NSNumber).map { $0.doubleValue == $0.doubleValue.rounded() } ?? false
        case "number": value is NSNumber
        case "boolean": value is Bool
        default: false
        }
    }

    private func resolved(_ value: [String: Any]) -> [String: Any] {
        guard let reference = value["$ref"] as? String else { return value }
        let names = reference.split(separator: "/").dropFirst()
        return names.reduce(root as Any) { ($0 as? [String: Any])?[String($1)] ?? [:] } as? [String: Any] ?? [:]
    }
}
