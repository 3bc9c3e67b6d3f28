using Meridian.Foundation.Database;

namespace Meridian.Resolve;

/// <summary>Temporary tables that carry one entry of the log from stage to stage; each session has its own.</summary>
public static class BatchTables
{
    /// <summary>Records that the entry states: (record_id, source, entry and row_no of the first statement, last_entry, external_id, content_hash of the last, statements).</summary>
    public static readonly Table Record = new("batch_record");

    /// <summary>Those of them that the store had before: (record_id, content_hash, profile_id, component_id), as they were, and whether the entry changed them.</summary>
    public static readonly Table Known = new("batch_known");

    /// <summary>Values that may join records: carried by several records, one of which the entry changed.</summary>
    public static readonly Table Key = new("batch_key");

    /// <summary>Who carries values that may join, of a batch of messages: (record_id, match_key); those of <see cref="Key"/> and others that only one record carries.</summary>
    public static readonly Table Carrier = new("batch_carrier");

    /// <summary>Components of stored records that have to be looked at again.</summary>
    public static readonly Table Component = new("batch_component");

    /// <summary>Records that have to be looked at: all of every component that the entry touches, and the new ones that share a value.</summary>
    public static readonly Table Closure = new("batch_closure");

    /// <summary>What the records of <see cref="Closure"/> carry that may join or is an alias: (node, match_key, kind, space); of this range where the closure is not empty.</summary>
    public static readonly Table Link = new("batch_link");

    /// <summary>Records whose profile or component is another than before, or for a new one than itself: (record_id, profile_id, component_id).</summary>
    public static readonly Table Move = new("batch_move");

    /// <summary>Records of the entry whose profile is more than their one statement, of messages all: (record_id, profile_id).</summary>
    public static readonly Table Joined = new("batch_joined");

    /// <summary>Profiles to be made anew from all their statements.</summary>
    public static readonly Table Touched = new("batch_touched");
}
