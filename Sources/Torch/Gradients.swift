internal import CTorch

/// The gradients d loss / d tensor, one per tensor and of its shape; zeros for a tensor that the loss does not depend
/// on.
///
/// Only what leads to these tensors is computed, and the loss's graph is released. With `differentiable`, the gradients
/// can themselves be differentiated, as a penalty on their norm asks for, and the graph is kept.
/// The loss must have one element, and each tensor must require gradients.
public func gradients(
    of loss: Tensor, withRespectTo tensors: [Tensor], differentiable: Bool = false
) throws -> [Tensor] {
    let handles = tensors.map { Optional($0.handle) }
    var results = [OpaquePointer?](repeating: nil, count: tensors.count)
    try Engine.perform("gradients", [loss] + tensors) {
        ct_gradients(loss.handle, handles, Int64(handles.count), differentiable, &results, $0)
    }
    return results.compactMap { $0.map(Tensor.init(handle:)) }
}

/// Runs `body` without recording operations for gradients. The mode belongs to the thread, so the closure is
/// synchronous.
public func withoutGradients<R>(_ body: () throws -> R) rethrows -> R {
    let before = ct_gradients_enabled()
    ct_set_gradients_enabled(false)
    defer { ct_set_gradients_enabled(before) }
    return try body()
}
