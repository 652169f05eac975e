package dev.hailstone.kernel;

/// A fact that one module tells the others: past tense, ids and values only.
///
/// Implementations are public records of a contract, annotated with [EventType]. They are published with Spring's
/// `ApplicationEventPublisher` inside the transaction that made them true.
public interface ModuleEvent {

    /// The id of the aggregate that the event is about. Events of equal key reach every consumer in the order in which
    /// their transactions committed; between different keys there is no order.
    ///
    /// @return at most 200 characters, never empty
    String key();
}
