package dev.hailstone.infra.bench.shop;

import java.util.List;

/// One transaction of the workload.
///
/// @param purchase whose row is updated; callers share the rows
/// @param amounts of the changes, in cents; each becomes an event if the change is told
/// @param told whether events are published
/// @param dueAt when the transaction was due, in nanoseconds as of [System#nanoTime]
public record PurchaseChange(String purchase, List<Long> amounts, boolean told, long dueAt) {

    /// The update, the same for everybody who is measured. It takes the number of changes, their sum and the purchase,
    /// and tells the number of the last change.
    public static final String UPDATE = """
            update shop.purchase set changes = changes + ?, total = total + ? where id = ? returning changes
            """;

    private static final String REMARK = "A customer has changed the order on the way to the till. ".repeat(3);

    /// The sum of the amounts.
    public long total() {
        return amounts.stream().mapToLong(Long::longValue).sum();
    }

    /// The event of one of the changes.
    ///
    /// @param index of its amount
    /// @param last number that the update has told
    public PurchaseChanged event(int index, long last) {
        return new PurchaseChanged(purchase, last - amounts.size() + 1 + index, amounts.get(index), REMARK, dueAt);
    }
}
