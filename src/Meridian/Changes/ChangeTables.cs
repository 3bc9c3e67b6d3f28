using Meridian.Foundation.Database;

namespace Meridian.Changes;

/// <summary>What changed of customers, for those who react to it: the outbox.</summary>
public static class ChangeTables
{
    /// <summary>
    /// One row per change. <c>position</c>: the order in which they were committed, from 1, with holes where people were erased. <c>entry</c>: of the log, that made it (a batch's last);
    /// <c>number</c>: its place among the changes of its transaction; <c>applied_to</c>, <c>messages_to</c>: how much of the log was applied with it. <c>what</c>: of <see cref="ChangeKinds"/>.
    /// No profile: the row stands for <c>many</c>. Ids, keys and values only; nothing of what a person is.
    /// </summary>
    public static readonly Table Change = new("customer_change");

    /// <summary>One row: the last position that was given; up to which changes went because they were old, and when that was looked at.</summary>
    public static readonly Table Head = new("customer_change_head");

    /// <summary>Who reads the changes, and how far each has acted on them.</summary>
    public static readonly Table Follower = new("follower");

    /// <summary>Temporary: the changes of the transaction at hand.</summary>
    internal static readonly Table Pending = new("batch_change");

    /// <summary>Temporary: what so many of them are that only the number is kept.</summary>
    internal static readonly Table Wide = new("batch_change_wide");

    public static IReadOnlyList<Sql> Create =>
    [
        $"""
        create table {Change} (
            position bigint not null, entry bigint not null, number bigint not null, applied_to bigint not null, messages_to bigint not null, changed_at timestamp not null,
            what varchar not null, profile_id uuid, other_id uuid, tag varchar, value varchar, origin varchar, version integer, many bigint)
        """,
        $"create table {Head} (last_position bigint not null, pruned_to bigint not null, pruned_at timestamp not null)",
        $"insert into {Head} (last_position, pruned_to, pruned_at) values (0, 0, cast('1970-01-01' as timestamp))",
        $"create table {Follower} (name varchar not null, position bigint not null, since timestamp not null, passed_at timestamp not null)",
    ];
}

/// <summary>What a change is.</summary>
public static class ChangeKinds
{
    /// <summary>A customer went into another: <c>other_id</c> is who they are now.</summary>
    public const string Merged = "merged";

    /// <summary>A customer was parted: <c>other_id</c> is who part of them is now.</summary>
    public const string Split = "split";

    /// <summary>A customer has a value of a tag no more.</summary>
    public const string Left = "left";

    /// <summary>A customer has a value of a tag.</summary>
    public const string Entered = "entered";

    /// <summary>Something was said of a customer's consent; <c>value</c>: what holds for marketing now.</summary>
    public const string Consent = "consent";

    /// <summary>People were erased: the row tells how many and not who.</summary>
    public const string Erased = "erased";

    public static IReadOnlyList<string> All { get; } = [Merged, Split, Left, Entered, Consent, Erased];
}
