using Meridian.Foundation.Database;

namespace Meridian.Events;

/// <summary>The events whose meaning the product knows; Segment's names where it has them.</summary>
public static class EventNames
{
    public const string OrderCompleted = "Order Completed";
    public const string OrderRefunded = "Order Refunded";
    public const string MessageReceived = "Message Received";
    public const string MessageSent = "Message Sent";
    public const string MessageDelivered = "Message Delivered";
    public const string MessageRead = "Message Read";
    public const string MessageFailed = "Message Failed";

    /// <summary>What is done to a customer and not by them; it does not make them active.</summary>
    public static IReadOnlyList<string> NotByCustomer { get; } = [OrderRefunded, MessageSent, MessageDelivered, MessageFailed];

    /// <summary>Whether the customer did it; of a row with a column <c>name</c>.</summary>
    internal static Sql ByCustomer => ByCustomerOf($"name");

    /// <summary>The same of another column.</summary>
    internal static Sql ByCustomerOf(Sql name) => $"{name} not in ({Sql.Join(", ", NotByCustomer.Select(n => (Sql)$"{n}"))})";
}
